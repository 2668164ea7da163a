/** Set where tests are to look at everything, also at what takes long and seldom changes. */
export const everythingVariable = 'ITLAB_EVERYTHING';

/** Whether the tests of this process are to look at everything. */
export const everything = process.env[everythingVariable] !== undefined;

/** All of them where everything is looked at; else every n-th, from the first. */
export function everyNth<T>(items: readonly T[], n: number): readonly T[] {
  return everything ? items : items.filter((_, place) => place % n === 0);
}
