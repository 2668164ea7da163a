import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CourseError, courseErrorCodes, type CourseErrorCode } from '../../../src/course/courseError.ts';
import { inEnglish } from '../../../src/course/sentence.ts';
import { errorText, remedyOf } from '../../../src/extension/errorTexts.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${repository}/package.json`, 'utf8')) as {
  contributes: { commands: { command: string }[] };
};
const translate = (template: string, ...args: (string | number)[]): string => inEnglish({ template, args });

/** Where only doing the same again helps, or something with one's own files, or what is for authors on the command line. */
const withoutButton: CourseErrorCode[] = [
  'not-readable',
  'changed-meanwhile',
  'bad-name',
  'already-exists',
  'debugger-failed',
  'fault-not-caught',
];

describe('what error messages say', () => {
  for (const code of courseErrorCodes) {
    it(`${code}: what happened, what to do, and a button that does it`, () => {
      const error = new CourseError(code, { template: 'It is {0}.', args: ['so'] }, 'Do that.');
      assert.equal(errorText(error, translate), 'It is so. Do that.');
      const remedy = remedyOf(error, translate);
      assert.equal(remedy === null, withoutButton.includes(code));
      if (remedy?.command.startsWith('itlab.') !== true) return;
      assert.ok(
        manifest.contributes.commands.some(({ command }) => command === remedy.command),
        remedy.command,
      );
    });
  }

  it('of what nobody expected: whose fault it is, and that nothing was lost', () => {
    const text = errorText(new TypeError('x is not a function'), translate);
    assert.match(text, /: x is not a function\. This is a defect of the extension and not of your work\./);
    assert.match(text, /Your files are as you saved them\./);
    assert.equal(remedyOf(new TypeError('x'), translate), null);
    assert.match(errorText('a mere string!', translate), /: a mere string! This/);
  });
});
