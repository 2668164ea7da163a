import type Mocha from 'mocha';
import type { Frame } from '../protocol/runEvents.ts';

/** Remembers the line each test and suite is defined on, for all mocha instances of the process. */
export class DefinitionPlaces {
  private readonly places = new WeakMap<object, Frame | null>();

  /** @param here the learner's line in the present call stack. */
  constructor(MochaClass: typeof Mocha, here: () => Frame | null) {
    const { places } = this;
    const prototype = MochaClass.Suite.prototype;
    for (const name of ['addTest', 'addSuite'] as const) {
      const add: unknown = Reflect.get(prototype, name);
      if (typeof add !== 'function') continue;
      Reflect.set(prototype, name, function (this: Mocha.Suite, node: object): unknown {
        places.set(node, here());
        const suite: unknown = Reflect.apply(add, this, [node]);
        return suite;
      });
    }
  }

  of(node: object): Frame | null {
    return this.places.get(node) ?? null;
  }
}
