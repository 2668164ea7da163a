import type { MemberNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

export const exclusiveTest: Rule<MemberNode> = {
  id: 'exclusive-test',
  title: '`.only` keeps all other tests from running',
  // Never unseen: while somebody works on one test, `.only` is meant.
  fix: 'offered',
  severity: 'warning',
  lesson: '12-test-portfolio',
  aboutAbsence: false,
  peers: ['mocha/no-exclusive-tests', 'jest/no-focused-tests'],
  find,
};

const exclusive = new Set(['describe', 'context', 'suite', 'it', 'specify', 'test']);

function find(file: TestFile): readonly Finding<MemberNode>[] {
  const findings: Finding<MemberNode>[] = [];
  for (const { callee, args } of file.all('Call')) {
    if (callee.kind !== 'Member' || !isExclusive(file, callee)) continue;
    // A helper that is given the test makes it exclusive when it is told to.
    const body = args[1]?.kind === 'Identifier' ? file.bindings.resolve(args[1]) : undefined;
    if (body?.kind === 'parameter' || isToldTo(file, callee)) continue;
    const name = file.text.slice(callee.object.start, callee.object.end);
    findings.push({
      start: callee.start,
      end: callee.end,
      message: `\`${name}.only\` keeps every test without it from running, in all files, and the run still passes.`,
      related: [],
      subject: callee,
    });
  }
  return findings;
}

/** `if (options.only) it.only(name, body)` in a helper. */
function isToldTo(file: TestFile, callee: SyntaxNode): boolean {
  for (let at: SyntaxNode | undefined = callee; at !== undefined && at.kind !== 'Function'; at = at.parent) {
    const { parent }: SyntaxNode = at;
    if (parent?.kind !== 'If' && parent?.kind !== 'Conditional') continue;
    if (parent.test !== at && /only/i.test(file.text.slice(parent.test.start, parent.test.end))) return true;
  }
  return false;
}

function isExclusive(file: TestFile, callee: MemberNode): boolean {
  if (callee.property !== 'only') return false;
  const origin = file.bindings.origin(callee);
  if (origin === undefined || (origin.module !== '' && origin.module !== 'mocha')) return false;
  return origin.path.length === 2 && exclusive.has(origin.path[0] ?? '');
}
