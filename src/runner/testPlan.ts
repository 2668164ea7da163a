import { relative, sep } from 'node:path';
import type Mocha from 'mocha';
import { reversedOrder, type Frame, type OrderSeed, type PlannedTest } from '../protocol/runEvents.ts';
import { testKey } from '../protocol/testIdentity.ts';

/** The tests of a loaded root suite: their keys, which of them run, and in what order. */
export class TestPlan {
  readonly planned: readonly PlannedTest[];
  private readonly root: Mocha.Suite;
  private readonly keys = new Map<Mocha.Test, string>();

  /**
   * @param folder what the files in keys are relative to.
   * @param placeOf the line a test or suite is defined on.
   */
  constructor(root: Mocha.Suite, folder: string, placeOf: (node: object) => Frame | null) {
    this.root = root;
    const ordinals = new Map<string, number>();
    const planned: PlannedTest[] = [];
    root.eachTest((test) => {
      const file = relative(folder, test.file ?? '')
        .split(sep)
        .join('/');
      const path = test.titlePath();
      // Tests of one name in one file are told apart by their order.
      const name = JSON.stringify([file, path]);
      const ordinal = ordinals.get(name) ?? 0;
      ordinals.set(name, ordinal + 1);
      const key = testKey({ file, path, ordinal });
      this.keys.set(test, key);
      planned.push({ key, file, path, at: placeOf(test), pending: test.isPending() });
    });
    this.planned = planned;
  }

  keyOf(test: Mocha.Test): string {
    return this.keys.get(test) ?? '';
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
    const random = generator(seed);
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

/** mocha keeps `.only` in two fields that its types hide. */
function onlyOf(suite: Mocha.Suite, field: '_onlyTests' | '_onlySuites'): (Mocha.Test | Mocha.Suite)[] {
  return (Reflect.get(suite, field) as (Mocha.Test | Mocha.Suite)[] | undefined) ?? [];
}

/** Fisher and Yates, in place. */
function shuffle(list: unknown[], random: () => number): void {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [list[last], list[other]] = [list[other], list[last]];
  }
}

/** mulberry32: small, and the same sequence for a seed on every machine. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
