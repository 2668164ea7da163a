import type Mocha from 'mocha';

type TestFunction = (this: unknown, ...args: unknown[]) => unknown;

/** How far the function of a test came the last time it was called. */
interface Passage {
  readonly place: number;
  state: 'not called' | 'called' | 'done';
}

const { apply } = Reflect;
const resolved = Promise.resolve.bind(Promise);

/**
 * Knows for itself which tests ran, in which order, and how far: what mocha tells of them passes through objects that
 * tests can reach.
 */
export class TestGuard {
  private readonly passages = new Map<Mocha.Test, Passage>();
  private last = -1;
  private told = false;
  private readonly onDisorder: () => void;

  /**
   * @param root with the tests that are to run, in the order they are to run in.
   * @param onDisorder called once, when they run in another.
   */
  constructor(root: Mocha.Suite, onDisorder: () => void) {
    this.onDisorder = onDisorder;
    root.eachTest((test) => {
      const fn: unknown = test.fn;
      if (typeof fn !== 'function') return;
      const passage: Passage = { place: this.passages.size, state: 'not called' };
      this.passages.set(test, passage);
      // A test's function, as mocha calls it.
      Reflect.set(test, 'fn', this.guarded(fn as TestFunction, passage));
    });
  }

  /** Whether a test that is told as passed has: false when its function was not called, or is not through. */
  hasPassed(test: Mocha.Test): boolean {
    const passage = this.passages.get(test);
    // One that was made while others ran is not guarded.
    return passage === undefined || passage.state === 'done';
  }

  private guarded(fn: TestFunction, passage: Passage): TestFunction {
    const enter = (): void => {
      passage.state = 'called';
      if (passage.place < this.last) this.disorder();
      else this.last = passage.place;
    };
    if (fn.length > 0) {
      return function (this: unknown, done, ...rest) {
        enter();
        const told = (error?: unknown): unknown => {
          if (error === undefined || error === null || error === false) passage.state = 'done';
          return typeof done === 'function' ? apply(done, undefined, [error]) : undefined;
        };
        return apply(fn, this, [told, ...rest]);
      };
    }
    return function (this: unknown) {
      enter();
      const result = apply(fn, this, []);
      if (!isThenable(result)) {
        passage.state = 'done';
        return result;
      }
      return resolved(result).then((value) => {
        passage.state = 'done';
        return value;
      });
    };
  }

  private disorder(): void {
    if (!this.told) this.onDisorder();
    this.told = true;
  }
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
