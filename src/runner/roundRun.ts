import { pathToFileURL } from 'node:url';
import type Mocha from 'mocha';
import { isSamePath } from '../course/platform/paths.ts';
import type { Frame, Round, RunEvent, RunJob } from '../protocol/runEvents.ts';
import { TestGuard } from './bed/testGuard.ts';
import type { DefinitionPlaces } from './definitionPlaces.ts';
import { describeFailure } from './failure.ts';
import { fixedSettings, fixtureFailed, foundSettings, type MochaSettings } from './mochaOptions.ts';
import { MochaReport } from './mochaReport.ts';
import { SuiteMark } from './suiteMark.ts';
import { TestPlan } from './testPlan.ts';

/** Captured before learner code can replace it. */
const PromiseClass = Promise;

/** One round: loads the files into a mocha of its own, runs what is selected, and tells every step. */
export class RoundRun {
  private readonly job: RunJob;
  private readonly round: Round;
  private readonly places: DefinitionPlaces;
  private readonly emit: (event: RunEvent) => void;
  private report: MochaReport | null = null;
  private plan: TestPlan | null = null;
  private mochaHears = false;
  private readonly words: object | null;

  /** @param words what the held mocha puts its words on; null where it puts them on the global object. */
  constructor(
    job: RunJob,
    round: Round,
    places: DefinitionPlaces,
    emit: (event: RunEvent) => void,
    words: object | null = null,
  ) {
    this.job = job;
    this.round = round;
    this.places = places;
    this.emit = emit;
    this.words = words;
  }

  currentKey(): string | null {
    return this.report?.currentKey() ?? null;
  }

  /** Title of the running test or hook; empty while files load. */
  currentTitle(): string {
    return this.report?.currentTitle() ?? '';
  }

  /** Whether mocha itself listens for uncaught exceptions now, and fails what is running. */
  get handlesUncaught(): boolean {
    return this.mochaHears;
  }

  /**
   * Resolves when the last hook has run.
   * @param addressOf the address a file is imported by, fresh for each round.
   */
  async run(MochaClass: typeof Mocha, addressOf: (path: string) => string): Promise<void> {
    const settings = await this.settings(MochaClass);
    if (settings === null) {
      this.emit({ type: 'planned', tests: [], exclusive: false });
      return;
    }
    const mocha = new MochaClass(settings.options);
    const filled = settings.delay
      ? new PromiseClass<void>((resolve) => mocha.suite.once('run', resolve))
      : null;
    // The interface offers `run()` to test files by this option.
    if (filled) Reflect.set(mocha.options, 'delay', true);
    const broken = new SuiteMark(mocha.suite);
    for (const file of this.inOrder(settings)) await this.load(mocha, file, addressOf(file), broken);
    await filled;
    Reflect.set(mocha.options, 'delay', false);
    const placeOf = (node: object): Frame | null => this.places.of(node);
    const plan = new TestPlan(mocha.suite, this.job.root, placeOf, broken.removed);
    this.plan = plan;
    const exclusives = this.round.select === null ? plan.exclusives() : [];
    const exclusive = exclusives.length > 0;
    this.emit({ type: 'planned', tests: plan.planned, exclusive });
    for (const { title, node } of exclusives) {
      const message = `'.only' on '${title}' keeps every other test from running. Remove it.`;
      this.emit({
        type: 'finding',
        finding: { rule: 'only-or-skip', test: title, message, at: placeOf(node) },
      });
    }
    if (this.round.select !== null) plan.select(this.round.select);
    plan.arrange(this.round.seed);
    const guard = this.words === null ? null : new TestGuard(mocha.suite, () => this.disordered());
    const report = new MochaReport(plan, this.job, placeOf, this.emit, exclusive, guard);
    this.report = report;
    await new PromiseClass<void>((resolve) => {
      const runner = mocha.run(() => resolve());
      this.mochaHears = true;
      runner.on('end', () => (this.mochaHears = false));
      report.attach(runner);
    });
    this.mochaHears = false;
    mocha.dispose();
  }

  private disordered(): void {
    const message =
      "The tests did not run in the order that was asked for: something in the suite changes mocha's lists of tests while they run. Leave the order to the runner, and let each test set up what it needs.";
    this.emit({ type: 'bedChanged', message });
  }

  /** Null when the options, or what they require, could not be loaded; then mocha runs nothing. */
  private async settings(MochaClass: typeof Mocha): Promise<MochaSettings | null> {
    const { job, round } = this;
    if (job.mochaOptions !== true) return fixedSettings(MochaClass, job.testTimeoutMs);
    try {
      return await foundSettings(
        MochaClass,
        job.toolchain,
        job.testTimeoutMs,
        round.select !== null,
        (title, thrown) => {
          const keys = title === 'mochaGlobalSetup' ? (this.plan?.planned ?? []).map(({ key }) => key) : [];
          this.emit(fixtureFailed(title, keys, describeFailure(thrown, job)));
        },
      );
    } catch (thrown) {
      const failure = describeFailure(thrown, job);
      this.emit({ type: 'loadFailed', file: 'What the mocha options name', failure });
      return null;
    }
  }

  /** The round's files as the options order them, after those that are always loaded first. */
  private inOrder({ first, order }: MochaSettings): string[] {
    const { files } = this.round;
    const named = (file: string): string | undefined => files.find((one) => isSamePath(one, file));
    return [
      ...new Set([
        ...first.map((file) => named(file) ?? file),
        ...order.flatMap((file) => named(file) ?? []),
        ...files,
      ]),
    ];
  }

  private async load(mocha: Mocha, file: string, address: string, broken: SuiteMark): Promise<void> {
    this.emit({ type: 'loading', file });
    mocha.suite.emit('pre-require', this.words ?? globalThis, file, mocha);
    broken.set();
    try {
      const module: unknown = await import(address);
      mocha.suite.emit('require', module, file, mocha);
    } catch (thrown) {
      this.emit({ type: 'loadFailed', file, failure: describeFailure(thrown, this.job) });
      // Half a file is not what its author wrote: what it had defined until then does not run.
      broken.removeNewer();
      // A describe that threw would stay the one that tests are added to; a new interface starts at the root.
      mocha.ui(String(Reflect.get(mocha.options, 'ui')));
    }
    mocha.suite.emit('post-require', this.words ?? globalThis, file, mocha);
  }
}

/**
 * The address of a file in a round, so that each loads it anew.
 * @param word the round's; empty for the plain address.
 */
export function addressOf(path: string, word: string): string {
  const url = pathToFileURL(path);
  url.search = word;
  return url.href;
}
