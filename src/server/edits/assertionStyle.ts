import { assertionForm, chainOf } from '../analysis/assertions.ts';
import type { AssertionForm } from '../analysis/assertions.ts';
import type { IdentifierNode, SyntaxNode } from '../analysis/syntax.ts';
import { unwrap } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { importNodeAssert } from './assertImport.ts';
import type { TextChange } from './textChange.ts';

/** How assertions are written at a place: as the rest of the file does. Expressions come without end marks. */
export interface AssertionStyle {
  /** What has to be imported first. */
  readonly changes: readonly TextChange[];
  /** How `node:assert` is called, when it is that which asserts. */
  readonly nodeAssert: string | undefined;
  /** How chai's `expect` is called, when it is that which asserts. */
  readonly chaiExpect: string | undefined;
  readonly equal: (actual: string, expected: string) => string;
  /** Fails always; undefined where the library has no such thing. */
  readonly fail: ((message: string) => string) | undefined;
}

/** A style that can say that a place must not be reached. */
export type FailingStyle = AssertionStyle & { readonly fail: (message: string) => string };

/** Undefined where the file asserts with nothing that is known, and the name `assert` means something else. */
export function assertionStyle(file: TestFile, at: SyntaxNode): AssertionStyle | undefined {
  const form = usualForm(file);
  return (
    (form === 'expect' ? expectStyle(file, at) : undefined) ??
    (form === 'should' ? shouldStyle : assertStyle(file, at))
  );
}

/** That of the file, or else `node:assert`. */
export function failingStyle(file: TestFile, at: SyntaxNode): FailingStyle | undefined {
  const style = assertionStyle(file, at);
  return style?.fail === undefined ? assertStyle(file, at) : { ...style, fail: style.fail };
}

const shouldStyle: AssertionStyle = {
  changes: [],
  nodeAssert: undefined,
  chaiExpect: undefined,
  equal: (actual, expected) => `${actual}.should.equal(${expected})`,
  fail: undefined,
};

function assertStyle(file: TestFile, at: SyntaxNode): FailingStyle | undefined {
  const node = importNodeAssert(file, at);
  const local = node?.local ?? chaiAssert(file, at);
  if (local === undefined) return undefined;
  return {
    changes: node?.changes ?? [],
    nodeAssert: node?.local,
    chaiExpect: undefined,
    equal: (actual, expected) => `${local}.equal(${actual}, ${expected})`,
    fail: (message) => `${local}.fail(${file.style.quote}${message}${file.style.quote})`,
  };
}

/** What most assertions of the file are written with; `assert` when there are none. */
function usualForm(file: TestFile): AssertionForm {
  const counts: Record<AssertionForm, number> = { assert: 0, expect: 0, should: 0 };
  for (const reference of file.bindings.references) {
    if (reference.parent?.kind === 'ImportedName') continue;
    const form = assertionForm(unwrap(reference), file.bindings);
    if (form === 'assert' || form === 'expect') counts[form] += 1;
  }
  counts.should = file.all('Member').filter(({ property }) => property === 'should').length;
  const best = Math.max(...Object.values(counts));
  return (['assert', 'expect', 'should'] as const).find((form) => counts[form] === best) ?? 'assert';
}

function expectStyle(file: TestFile, at: SyntaxNode): AssertionStyle | undefined {
  const { bindings, style } = file;
  const used = bindings.references.find((name) => assertionForm(name, bindings) === 'expect');
  if (used === undefined || bindings.lookup(used.name, at) !== bindings.resolve(used)) return undefined;
  const module = bindings.origin(used)?.module;
  const isJest = module === 'expect' || module === '@jest/globals';
  const isChai = module === 'chai' || (!isJest && saysTo(file, used.name));
  return {
    changes: [],
    nodeAssert: undefined,
    chaiExpect: isChai ? used.name : undefined,
    equal: (actual, expected) => `${used.name}(${actual}).${isJest ? 'toBe' : 'to.equal'}(${expected})`,
    fail: isChai ? (message) => `${used.name}.fail(${style.quote}${message}${style.quote})` : undefined,
  };
}

/** `expect(x).to.be…`, in the words of chai. */
function saysTo(file: TestFile, name: string): boolean {
  return file.all('Member').some((member) => {
    if (member.property !== 'to') return false;
    const { root } = chainOf(member);
    return root.kind === 'Identifier' && root.name === name;
  });
}

/** chai's `assert`, or one that a setup file has put there. */
function chaiAssert(file: TestFile, at: SyntaxNode): IdentifierNode['name'] | undefined {
  const binding = file.bindings.lookup('assert', at);
  if (binding === undefined) return 'assert';
  return file.bindings.origin(binding.declaration)?.module === 'chai' ? 'assert' : undefined;
}
