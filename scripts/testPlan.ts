import {
  hostVersions,
  newestHost,
  oldestHost,
  type HostVersion,
} from '../test/support/vscodeHost/hostVersions.ts';
import { allScenarios, type HostKind, type HostMode, type Scenario } from './scenarios.ts';
import {
  build,
  classroom,
  deepUnitTests,
  freshClone,
  inVscode,
  lessons,
  packaged,
  staticChecks,
  toolchain,
  unitTests,
  type Tier,
} from './testTiers.ts';

/** What to run: a whole that is named, or else parts; without either, what every change needs. */
export interface TestRequest {
  readonly whole?: 'quick' | 'all' | 'rest';
  /** Unit tests: true for all, or what their file or title holds. */
  readonly unit?: string | true;
  readonly title?: string;
  /** Proofs: true for all, or the name of a lesson or an exercise. */
  readonly lessons?: string | true;
  /** Scenarios: true for all, or the name of one. */
  readonly scenario?: string | true;
  /** With `scenario`: from the package. */
  readonly vsix: boolean;
  readonly host: HostKind;
  /** The newest when left out. */
  readonly versions?: readonly HostVersion[];
}

export interface TestPlan {
  readonly tiers: readonly Tier[];
  /** What of everything is not run, for people; empty when nothing is. */
  readonly leftOut: string;
}

export function planOf(request: TestRequest): TestPlan {
  if (request.unit !== undefined || request.lessons !== undefined || request.scenario !== undefined) {
    return { tiers: parts(request), leftOut: 'everything else; "npm test" runs what every change needs.' };
  }
  if (request.whole === 'quick') {
    return {
      tiers: [staticChecks, unitTests({ quick: true })],
      leftOut:
        'the heaviest unit tests, the lessons, the package and VS Code, which "npm test" runs, ' +
        'and what only "npm run test:all" runs.',
    };
  }
  if (request.whole === 'all') return { tiers: [...forEveryChange(request), ...more(request)], leftOut: '' };
  if (request.whole === 'rest') {
    return { tiers: [build, packaged, ...more(request)], leftOut: 'what "npm test" runs.' };
  }
  const others = hostVersions().filter((version) => !versionsOf(request).includes(version));
  return {
    tiers: forEveryChange(request),
    leftOut:
      `VS Code ${others.join(' and ')}, from the package all but the main job, two lesson pages of three and all rules ` +
      'under every theme, two of three suites in which the editor writes, two of three honest answers to an exercise, ' +
      'windows of several folders and such that are loaded again, the classroom workflow, and the install of a fresh clone; "npm run test:all" runs them.',
  };
}

function parts(request: TestRequest): Tier[] {
  const { unit, title, scenario, vsix } = request;
  const tiers: Tier[] = [];
  if (unit !== undefined) {
    const pattern = typeof unit === 'string' ? unit : undefined;
    tiers.push(unitTests({ pattern, title }));
  }
  if (request.lessons !== undefined || scenario !== undefined) tiers.push(build);
  if (request.lessons !== undefined)
    tiers.push(lessons(typeof request.lessons === 'string' ? request.lessons : undefined));
  if (scenario === undefined) return tiers;
  const mode = vsix ? 'vsix' : 'development';
  if (vsix) tiers.push(packaged);
  for (const version of versionsOf(request)) {
    const chosen =
      typeof scenario === 'string'
        ? // Who names one wants to see it.
          allScenarios().filter(({ name }) => name === scenario)
        : scenariosFor(version, mode);
    tiers.push(inVscode({ version, mode, host: request.host, scenarios: chosen, everything: true }));
  }
  return tiers;
}

/** What `npm test` runs. */
function forEveryChange(request: TestRequest): Tier[] {
  const { host } = request;
  const everything = request.whole === 'all';
  const versions = versionsOf(request);
  const mainJob = allScenarios().filter(({ settings }) => settings.mainJob === true);
  return [
    staticChecks,
    unitTests({}),
    build,
    toolchain,
    lessons(),
    packaged,
    ...versions.map((version) => {
      const scenarios = scenariosFor(version, 'development').filter(
        ({ settings }) => everything || settings.onlyWithAll !== true,
      );
      return inVscode({ version, mode: 'development', host, scenarios, everything });
    }),
    ...versions.map((version) => inVscode({ version, mode: 'vsix', host, scenarios: mainJob, everything })),
  ];
}

/** What `npm run test:all` adds to it. */
function more({ host, whole }: TestRequest): Tier[] {
  const everything = true;
  const once = (version: HostVersion, mode: HostMode, scenarios: readonly Scenario[]): Tier =>
    inVscode({ version, mode, host, scenarios, everything });
  const withMore = allScenarios().filter(
    ({ settings }) => settings.moreWithAll === true || settings.onlyWithAll === true,
  );
  const fromPackage = scenariosFor(newestHost, 'vsix').filter(({ settings }) => settings.mainJob !== true);
  return [
    freshClone,
    classroom,
    deepUnitTests,
    // Together with what every change needs, they have run with everything already.
    ...(whole === 'rest' ? [once(newestHost, 'development', withMore)] : []),
    once(newestHost, 'vsix', fromPackage),
    once(oldestHost, 'development', scenariosFor(oldestHost, 'development')),
    once(oldestHost, 'vsix', scenariosFor(oldestHost, 'vsix')),
  ];
}

function versionsOf({ versions }: TestRequest): readonly HostVersion[] {
  return versions ?? [newestHost];
}

function scenariosFor(version: HostVersion, mode: HostMode): Scenario[] {
  return allScenarios().filter(
    ({ settings: { modes, newestOnly } }) =>
      (modes?.includes(mode) ?? true) && (newestOnly !== true || version === newestHost),
  );
}
