import { pathToFileURL } from 'node:url';
import type Mocha from 'mocha';
import type { Frame, Round, RunEvent, RunJob } from '../protocol/runEvents.ts';
import type { DefinitionPlaces } from './definitionPlaces.ts';
import { describeFailure } from './failure.ts';
import { MochaReport } from './mochaReport.ts';
import { TestPlan } from './testPlan.ts';

/** One round: loads the files into a mocha of its own, runs what is selected, and tells every step. */
export class RoundRun {
  private readonly job: RunJob;
  private readonly round: Round;
  private readonly places: DefinitionPlaces;
  private readonly emit: (event: RunEvent) => void;
  private report: MochaReport | null = null;

  constructor(job: RunJob, round: Round, places: DefinitionPlaces, emit: (event: RunEvent) => void) {
    this.job = job;
    this.round = round;
    this.places = places;
    this.emit = emit;
  }

  currentKey(): string | null {
    return this.report?.currentKey() ?? null;
  }

  /** Title of the running test or hook; empty while files load. */
  currentTitle(): string {
    return this.report?.currentTitle() ?? '';
  }

  /**
   * Resolves when the last hook has run.
   * @param addressOf the address a file is imported by, fresh for each round.
   */
  async run(MochaClass: typeof Mocha, addressOf: (path: string) => string): Promise<void> {
    const mocha = new MochaClass({
      ui: 'bdd',
      timeout: this.job.testTimeoutMs,
      color: false,
      // Reporting is ours: mocha's reporters print to stdout, which belongs to the learner. The base one is silent.
      reporter: MochaClass.reporters.Base,
    });
    for (const file of this.round.files) await this.load(mocha, file, addressOf(file));
    const placeOf = (node: object): Frame | null => this.places.of(node);
    const plan = new TestPlan(mocha.suite, this.job.root, placeOf);
    const exclusives = this.round.select === null ? plan.exclusives() : [];
    this.emit({ type: 'planned', tests: plan.planned, exclusive: exclusives.length > 0 });
    for (const { title, node } of exclusives) {
      const message = `'.only' on '${title}' keeps every other test from running. Remove it.`;
      this.emit({
        type: 'finding',
        finding: { rule: 'only-or-skip', test: title, message, at: placeOf(node) },
      });
    }
    if (this.round.select !== null) plan.select(this.round.select);
    plan.arrange(this.round.seed);
    const report = new MochaReport(plan, this.job, placeOf, this.emit);
    this.report = report;
    await new Promise<void>((resolve) => {
      report.attach(mocha.run(() => resolve()));
    });
    mocha.dispose();
  }

  private async load(mocha: Mocha, file: string, address: string): Promise<void> {
    this.emit({ type: 'loading', file });
    mocha.suite.emit('pre-require', globalThis, file, mocha);
    try {
      const module: unknown = await import(address);
      mocha.suite.emit('require', module, file, mocha);
    } catch (thrown) {
      this.emit({ type: 'loadFailed', file, failure: describeFailure(thrown, this.job) });
    }
    mocha.suite.emit('post-require', globalThis, file, mocha);
  }
}

/** The plain address of a file; later rounds add to it, so that the module is loaded anew. */
export function addressOf(path: string, round: number): string {
  const url = pathToFileURL(path);
  if (round > 0) url.search = `itlab-round=${round}`;
  return url.href;
}
