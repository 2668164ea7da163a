/** The words of mocha's bdd interface. */
export const bddWords = [
  'after',
  'afterEach',
  'before',
  'beforeEach',
  'context',
  'describe',
  'it',
  'specify',
  'xcontext',
  'xdescribe',
  'xit',
  'xspecify',
] as const;
