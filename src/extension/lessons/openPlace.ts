import { statSync } from 'node:fs';
import {
  commands,
  l10n,
  Range,
  Selection,
  TextEditorRevealType,
  Uri,
  window,
  workspace,
  type TextDocument,
  type ViewColumn,
} from 'vscode';
import { commentLine, declarationLine, type Place } from '../../course/contract.ts';
import { exerciseFolder } from '../../course/courseFolder.ts';
import { CourseError } from '../../course/courseError.ts';
import type { Exercise } from '../../course/exercise.ts';
import { insidePath } from '../../course/fileTree.ts';
import { sentence } from '../../course/sentence.ts';
import { forLabel } from '../../protocol/shownText.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import { tell } from '../messages.ts';
import { starterUri } from './starterDocuments.ts';

/**
 * Opens a place in the learner's files; where there are several, the one that is picked.
 * @param columnOf where a file opens.
 * @throws CourseError `missing-folder` when there is none.
 */
export async function openOneOf(
  course: ActiveCourse,
  exercise: Exercise,
  places: readonly Place[],
  columnOf: (file: Uri) => ViewColumn,
): Promise<void> {
  const [only] = places;
  if (only === undefined) {
    throw new CourseError(
      'missing-folder',
      sentence`The exercise '${exercise.manifest.title}' has no file of this name.`,
      'Open the lesson again: its page is of another version of the extension.',
    );
  }
  const place = places.length === 1 ? only : await pickPlace(places);
  if (place !== undefined) await openPlace(course, exercise, place, columnOf);
}

async function pickPlace(places: readonly Place[]): Promise<Place | undefined> {
  const picked = await window.showQuickPick(
    places.map((place) => ({
      label: forLabel(place.file),
      description: forLabel(place.symbol ?? ''),
      place,
    })),
    { placeHolder: l10n.t('Which file?') },
  );
  return picked?.place;
}

async function openPlace(
  course: ActiveCourse,
  exercise: Exercise,
  place: Place,
  columnOf: (file: Uri) => ViewColumn,
): Promise<void> {
  const file = ownFile(course, exercise, place) ?? starterUri(exercise, place.file);
  const document = await workspace.openTextDocument(file);
  const editor = await window.showTextDocument(document, { viewColumn: columnOf(file) });
  const range = rangeOf(document, place);
  editor.selection = new Selection(range.start, range.start);
  editor.revealRange(range, TextEditorRevealType.AtTop);
  if (document.uri.scheme === 'file') return;
  if (course.folder === null) {
    void tell(
      'information',
      l10n.t(
        'No course is open in this window, so this is the text that the exercise begins with. It cannot be edited.',
      ),
      { [l10n.t('Start the Course')]: () => commands.executeCommand('itlab.startCourse') },
    );
  } else {
    void tell(
      'information',
      l10n.t(
        '{0} is not in your folder of this exercise any more, so this is the text that the exercise begins with. It cannot be edited.',
        place.file,
      ),
    );
  }
}

/** The learner's own file, where there is one. */
function ownFile(course: ActiveCourse, exercise: Exercise, { file }: Place): Uri | null {
  if (course.folder === null) return null;
  const path = insidePath(exerciseFolder(course.folder, exercise), file, l10n.t('The page'));
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? Uri.file(path) : null;
}

/** The comment that is meant, as the file is now; where the learner has taken it away, what it was about. */
function rangeOf(document: TextDocument, { symbol }: Place): Range {
  const text = document.getText();
  const line =
    commentLine(text, symbol) ??
    (symbol === null ? null : declarationLine(text.split(/\r?\n/), symbol)) ??
    commentLine(text, null) ??
    0;
  return new Range(line, 0, line, 0);
}
