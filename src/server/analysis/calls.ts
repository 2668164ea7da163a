import type { CallNode, NewNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

const key = {};

/** Every call and `new` of a file, in source order: many refactorings look for one of them. */
export function callsIn(file: TestFile): readonly (CallNode | NewNode)[] {
  return file.once(key, () =>
    [...file.all('Call'), ...file.all('New')].toSorted((a, b) => a.start - b.start || b.end - a.end),
  );
}
