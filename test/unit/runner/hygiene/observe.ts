import { join } from 'node:path';
import { toolchainPackages } from '../../../../src/course/installation.ts';
import type { RunRecord } from '../../../../src/course/running/runRecord.ts';
import { RunnerProcess } from '../../../../src/course/running/runnerProcess.ts';
import { RunSession } from '../../../../src/course/running/runSession.ts';
import { findRuntime } from '../../../../src/course/runtime.ts';
import type { Circumstances } from '../../../../src/protocol/runEvents.ts';
import { sourceInstallation } from '../../../support/scratch.ts';

/** A finding with its line as text, so that a test reads without counting lines. */
export interface Observed {
  readonly rule: string;
  readonly test: string;
  /** The trimmed text of the line; null when there is none. */
  readonly line: string | null;
  readonly message: string;
}

export interface Observation {
  readonly records: readonly RunRecord[];
  /** Of all rounds. */
  readonly findings: readonly Observed[];
  /** Whether each round left its process fit for another. */
  readonly clean: readonly boolean[];
}

/**
 * Runs a test file (in memory, below the toolchain) in a runner of its own, once or for several rounds. The variable
 * ITLAB_NODE names another Node to run it with.
 * @param text the file; `import assert` and the like are its own business.
 */
export async function observe(
  text: string,
  options: {
    readonly rounds?: number;
    readonly files?: Readonly<Record<string, string>>;
    /** As one that was started ahead of its job, which is the usual. */
    readonly spare?: boolean;
    readonly circumstances?: Circumstances;
  } = {},
): Promise<Observation> {
  const root = join(sourceInstallation.toolchain, 'exercises', 'hygiene');
  const texts = new Map(
    Object.entries({ 'tests/a.test.ts': text, ...options.files }).map(([path, content]) => [
      join(root, ...path.split('/')),
      content,
    ]),
  );
  const runtime = await findRuntime(process.env['ITLAB_NODE']);
  const session = new RunSession(
    {
      root,
      overlay: [...texts].map(([path, content]) => ({ path, text: content })),
      sealed: [],
      testTimeoutMs: 2000,
      toolchain: sourceInstallation.toolchain,
      packages: toolchainPackages,
      ownCode: [join(root, 'tests')],
      cwd: sourceInstallation.toolchain,
      offline: true,
    },
    { take: () => new RunnerProcess({ ...sourceInstallation, runtime, spare: options.spare ?? true }) },
    undefined,
  );
  try {
    const records: RunRecord[] = [];
    for (let round = 0; round < (options.rounds ?? 1); round += 1) {
      const files = [...texts.keys()].filter((path) => path.endsWith('.test.ts'));
      const { circumstances } = options;
      const round = {
        files,
        overlay: [],
        select: null,
        seed: 0,
        ...(circumstances ? { circumstances } : {}),
      };
      records.push(await session.record(round));
    }
    return {
      records,
      findings: records.flatMap(({ findings }) =>
        findings.map(({ rule, test, message, at }) => ({
          rule,
          test,
          message,
          line: at === null ? null : (texts.get(at.file)?.split('\n')[at.line - 1]?.trim() ?? null),
        })),
      ),
      clean: records.map(({ end }) => end.how === 'finished' && end.clean),
    };
  } finally {
    await session.close();
  }
}

/** Rule, test and line of each finding. */
export function places({ findings }: Observation): (readonly [string, string, string | null])[] {
  return findings.map(({ rule, test, line }) => [rule, test, line]);
}

/** Why tests did not pass, to show in a failing assertion. */
export function failures({ records }: Observation): string[] {
  return records.flatMap(({ tests, problems }) => [
    ...problems.map(({ message }) => message),
    ...tests
      .filter(({ state }) => state !== 'passed')
      .map(({ path, failure, reason }) => `${path.join(' › ')}: ${failure?.message ?? reason ?? ''}`),
  ]);
}
