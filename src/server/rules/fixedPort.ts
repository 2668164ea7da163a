import { fixedPorts } from '../analysis/fixedPorts.ts';
import type { FixedPort } from '../analysis/fixedPorts.ts';
import { contains, literalText } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { hasMocha, isExpectedToFail } from '../analysis/values.ts';
import type { Finding, Rule } from './rule.ts';

export const fixedPort: Rule<FixedPort> = {
  id: 'fixed-port',
  title: 'A server listens at a fixed port',
  fix: 'offered',
  severity: 'warning',
  lesson: '04-http-api',
  aboutAbsence: false,
  find,
};

function find(file: TestFile): readonly Finding<FixedPort>[] {
  if (!hasMocha(file.mocha)) return [];
  return fixedPorts(file)
    .filter(({ call }) => !isExpectedToFail(call, file.bindings) && !isAboutConflicts(file, call))
    .filter(({ call }) => !isContent(call))
    .map((subject) => {
      const { written, literal, port } = subject;
      return {
        start: written.start,
        end: written.end,
        message: `Port ${port} may be taken: by another run of the tests, or by any program. Port 0 lets the system choose a free one.`,
        related:
          literal === written
            ? []
            : [{ start: literal.start, end: literal.end, message: 'The port is set here.' }],
        subject,
      };
    });
}

/** A test of what happens when a port is taken has to take one. */
function isAboutConflicts(file: TestFile, call: FixedPort['call']): boolean {
  const around = [...file.mocha.tests, ...file.mocha.hooks].find((one) => contains(one.call, call))?.call;
  return file.text.slice(around?.start ?? 0, around?.end).includes('EADDRINUSE');
}

/** `listen(3000).on('error', () => {})`: whoever has the port already, it is taken, and that is the point. */
function isContent(call: FixedPort['call']): boolean {
  const member = call.parent;
  const handled =
    member?.kind === 'Member' && /^(on|once)$/.test(member.property) ? member.parent : undefined;
  if (handled?.kind !== 'Call' || literalText(handled.args[0]) !== 'error') return false;
  const handler = handled.args[1];
  return handler?.kind === 'Function' && handler.params.length === 0;
}
