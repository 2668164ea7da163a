import type Mocha from 'mocha';
import { pathFrom } from '../course/platform/paths.ts';
import { reversedOrder, type Frame, type OrderSeed, type PlannedTest } from '../protocol/runEvents.ts';
import { testKey } from '../protocol/testIdentity.ts';
import { shuffle } from '../course/running/shuffle.ts';
import { seeded } from './seededRandom.ts';

/** The tests of a loaded root suite: their keys, which of them run, and in what order. */
export class TestPlan {
  private readonly known: PlannedTest[] = [];
  private readonly root: Mocha.Suite;
  private readonly folder: string;
  private readonly placeOf: (node: object) => Frame | null;
  private readonly ordinals = new Map<string, number>();
  private readonly keys = new Map<Mocha.Test, string>();

  /**
   * @param folder what the files in keys are relative to.
   * @param placeOf the line a test or suite is defined on.
   * @param broken tests of files that did not load to their end; they are planned, and never run.
   */
  constructor(
    root: Mocha.Suite,
    folder: string,
    placeOf: (node: object) => Frame | null,
    broken: readonly Mocha.Test[] = [],
  ) {
    this.root = root;
    this.folder = folder;
    this.placeOf = placeOf;
    root.eachTest((test) => this.add(test));
    for (const test of broken) this.add(test);
  }

  /** Every test, also those that were made while tests ran. */
  get planned(): readonly PlannedTest[] {
    return this.known;
  }

  /** Empty for what is no test of the plan. A test that is tried again is a copy of the one in the plan. */
  keyOf(test: Mocha.Test): string {
    return this.keys.get(originalOf(test)) ?? '';
  }

  /** Takes in a test that was made while tests ran; false when it is known. */
  addLate(test: Mocha.Test): boolean {
    if (this.keys.has(originalOf(test))) return false;
    this.add(test);
    return true;
  }

  private add(test: Mocha.Test): void {
    const file = pathFrom(this.folder, test.file ?? '');
    const path = test.titlePath();
    // Tests of one name in one file are told apart by their order.
    const name = stringify([file, path]);
    const ordinal = this.ordinals.get(name) ?? 0;
    this.ordinals.set(name, ordinal + 1);
    const key = testKey({ file, path, ordinal });
    // Whatever its types say, mocha returns null as well.
    const pending: unknown = test.isPending();
    this.keys.set(test, key);
    this.known.push({ key, file, path, at: this.placeOf(test), pending: pending === true });
  }

  /** Leaves only the tests of these keys. Suites without a test then run no hooks either. */
  select(keys: readonly string[]): void {
    const wanted = new Set(keys);
    const narrow = (suite: Mocha.Suite): void => {
      suite.tests = suite.tests.filter((test) => wanted.has(this.keyOf(test)));
      suite.suites.forEach(narrow);
      // Asking for a test by name beats an `.only` elsewhere in the file.
      Reflect.set(suite, '_onlyTests', []);
      Reflect.set(suite, '_onlySuites', []);
    };
    narrow(this.root);
  }

  /** Puts tests and suites, each within its own suite, into the order of a seed. */
  arrange(seed: OrderSeed): void {
    if (seed === 0) return;
    const random = seeded(seed);
    const visit = (suite: Mocha.Suite): void => {
      for (const list of [suite.tests, suite.suites]) {
        if (seed === reversedOrder) list.reverse();
        else shuffle(list, random);
      }
      suite.suites.forEach(visit);
    };
    visit(this.root);
  }

  /** What `.only` was put on. */
  exclusives(): { readonly title: string; readonly node: object }[] {
    const found: { title: string; node: object }[] = [];
    const visit = (suite: Mocha.Suite): void => {
      for (const node of [...onlyOf(suite, '_onlyTests'), ...onlyOf(suite, '_onlySuites')]) {
        found.push({ title: node.title, node });
      }
      suite.suites.forEach(visit);
    };
    visit(this.root);
    return found;
  }
}

/** Captured before learner code can replace it. */
const stringify = JSON.stringify;

/** The test that a retry is a copy of. */
export function originalOf(test: Mocha.Test): Mocha.Test {
  const retried: unknown = Reflect.get(test, '_retriedTest');
  // mocha's own field, hidden by its types: the first of the copies, or undefined.
  return typeof retried === 'object' && retried !== null ? (retried as Mocha.Test) : test;
}

/** mocha keeps `.only` in two fields that its types hide. */
function onlyOf(suite: Mocha.Suite, field: '_onlyTests' | '_onlySuites'): (Mocha.Test | Mocha.Suite)[] {
  return (Reflect.get(suite, field) as (Mocha.Test | Mocha.Suite)[] | undefined) ?? [];
}
