import { l10n, window } from 'vscode';
import type { Exercise } from '../../course/exercise.ts';
import type { GradeResult } from '../../protocol/gradeResult.ts';
import { hintKeys } from '../../protocol/hints.ts';
import { forLabel, oneLine } from '../../protocol/shownText.ts';
import type { ExerciseHints } from './exerciseHints.ts';
import type { LessonPages } from './lessonPages.ts';

/** Lets the learner pick what a hint shall be about, and shows one step more of it on the lesson page. */
export async function showHint(
  hints: ExerciseHints,
  pages: LessonPages,
  exercise: Exercise,
  grade: GradeResult | null,
): Promise<void> {
  const picked = await window.showQuickPick(
    hints.shown(exercise, grade).map(({ key, total, shown }) => ({
      label:
        key === hintKeys.exercise ? l10n.t('This exercise') : forLabel(hints.about(exercise, grade, key)),
      description: shown.length === 0 ? '' : l10n.t('{0} of {1}', shown.length, total),
      key,
      next: shown.length + 1,
    })),
    {
      title: oneLine(exercise.manifest.title),
      placeHolder: l10n.t('What shall the hint be about? Each choice shows one step more.'),
    },
  );
  if (!picked) return;
  await hints.show(exercise, grade, picked.key, picked.next);
  pages.openAt(exercise, picked.key);
}
