import type Mocha from 'mocha';

/** The lists of a suite that test files add to. Mocha's types hide most of them. */
const lists = [
  'tests',
  'suites',
  '_beforeAll',
  '_beforeEach',
  '_afterAll',
  '_afterEach',
  '_onlyTests',
  '_onlySuites',
] as const;

/** Remembers how far a root suite was filled, so that what one file added can be taken out again. */
export class SuiteMark {
  /** The tests taken out, in the order they were defined. */
  readonly removed: Mocha.Test[] = [];
  private readonly root: Mocha.Suite;
  private lengths = new Map<string, number>();

  constructor(root: Mocha.Suite) {
    this.root = root;
  }

  set(): void {
    this.lengths = new Map(lists.map((name) => [name, this.list(name).length]));
  }

  removeNewer(): void {
    for (const name of lists) {
      const newer = this.list(name).splice(this.lengths.get(name) ?? 0);
      // The types of what the lists hold follow from their names.
      if (name === 'tests') this.removed.push(...(newer as Mocha.Test[]));
      if (name === 'suites') {
        for (const suite of newer as Mocha.Suite[]) suite.eachTest((test) => this.removed.push(test));
      }
    }
  }

  private list(name: (typeof lists)[number]): unknown[] {
    const list: unknown = Reflect.get(this.root, name);
    return Array.isArray(list) ? list : [];
  }
}
