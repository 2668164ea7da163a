import { CourseError, messageOf } from '../course/courseError.ts';

/** A button of an error message: what it says and the command it runs. */
export interface Remedy {
  readonly title: string;
  readonly command: string;
  readonly args: readonly unknown[];
}

/** As `vscode.l10n.t`; handed in, so that this can be tested without an editor. */
type Translate = (text: string, ...args: (string | number)[]) => string;

/** What an error message says: what happened, what was kept and what to do. */
export function errorText(thrown: unknown, translate: Translate): string {
  if (thrown instanceof CourseError) {
    return thrown.sentences.map(({ template, args }) => translate(template, ...args)).join(' ');
  }
  return translate(
    'Something went wrong inside Integration Testing Lab: {0} This is a defect of the extension and not of your work. Your files are as you saved them. Please report it with what the log says.',
    asSentence(messageOf(thrown)),
  );
}

function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** The button that does what the message advises; null where only the log can help. */
export function remedyOf(thrown: unknown, translate: Translate): Remedy | null {
  if (!(thrown instanceof CourseError)) return null;
  switch (thrown.code) {
    case 'runtime-missing':
    case 'runtime-too-old':
      return {
        title: translate('Open Setting'),
        command: 'workbench.action.openSettings',
        args: ['itlab.nodePath'],
      };
    case 'not-a-course':
      return { title: translate('Start the Course'), command: 'itlab.startCourse', args: [] };
    case 'unknown-exercise':
    case 'ambiguous-exercise':
      return { title: translate('Choose an Exercise…'), command: 'itlab.openExercise', args: [] };
    case 'unknown-lesson':
      return { title: translate('Choose a Lesson…'), command: 'itlab.openLesson', args: [] };
    // The doctor tells which of the causes it is, creates what is missing, and leads to a new installation.
    case 'missing-folder':
    case 'cannot-write':
    case 'toolchain-missing':
    case 'broken-manifest':
    case 'broken-patch':
    case 'unsafe-path':
    case 'not-kept':
    case 'cannot-replace':
      return { title: translate('Ask the Doctor'), command: 'itlab.doctor', args: [] };
    case 'broken-attempt':
    case 'half-replaced':
      return { title: translate('Restore an Attempt…'), command: 'itlab.restoreAttempt', args: [] };
    case 'broken-progress':
      return { title: translate('Choose Another File'), command: 'itlab.importProgress', args: [] };
    case 'progress-not-written':
      return { title: translate('Export Progress…'), command: 'itlab.exportProgress', args: [] };
    case 'not-saved':
      return { title: translate('Save All'), command: 'workbench.action.files.saveAll', args: [] };
    case 'reader-off':
      return { title: translate('Reload Window'), command: 'workbench.action.reloadWindow', args: [] };
    // The person does the same again (`changed-meanwhile`), on the command line (the names of new lessons), or with
    // the files themselves, as the message says (`not-readable`).
    case 'not-readable':
    case 'changed-meanwhile':
    case 'bad-name':
    case 'already-exists':
    case 'fault-not-caught':
    case 'debugger-failed':
      return null;
  }
}
