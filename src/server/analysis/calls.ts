import { forEachChild } from './syntax.ts';
import type { CallNode, NewNode, SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

const key = {};

/** Every call and `new` of a file, in source order. Collected once: many refactorings look for one of them. */
export function callsIn(file: TestFile): readonly (CallNode | NewNode)[] {
  return file.once(key, () => {
    const found: (CallNode | NewNode)[] = [];
    const visit = (node: SyntaxNode): void => {
      if (node.kind === 'Call' || node.kind === 'New') found.push(node);
      forEachChild(node, visit);
    };
    visit(file.tree);
    return found;
  });
}
