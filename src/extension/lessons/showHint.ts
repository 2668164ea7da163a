import { commands, l10n, window } from 'vscode';
import type { Exercise } from '../../course/exercise.ts';
import type { GradeResult } from '../../protocol/gradeResult.ts';
import type { ExerciseHints } from './exerciseHints.ts';

/**
 * The hints of the lesson page without the page: the learner picks what they are about and sees one step after
 * the other, as many as they ask for.
 */
export async function showHint(
  hints: ExerciseHints,
  exercise: Exercise,
  grade: GradeResult | null,
): Promise<void> {
  const ladders = hints.shown(exercise, grade);
  const picked = await window.showQuickPick(
    ladders.map(({ key, total, shown }) => ({
      label: hints.about(exercise, grade, key),
      description: shown.length === 0 ? '' : l10n.t('{0} of {1}', shown.length, total),
      key,
    })),
    {
      title: exercise.manifest.title,
      placeHolder: l10n.t('What shall the hint be about? Each choice shows one step more.'),
    },
  );
  if (!picked) return;
  const next = l10n.t('Show the Next Hint');
  const compare = l10n.t('Compare with the Model Answer…');
  for (;;) {
    const before = hints.shown(exercise, grade).find(({ key }) => key === picked.key);
    await hints.show(exercise, grade, picked.key, (before?.shown.length ?? 0) + 1);
    const ladder = hints.shown(exercise, grade).find(({ key }) => key === picked.key);
    const step = ladder?.shown.at(-1);
    if (!ladder || !step) return;
    const isLast = ladder.shown.length === ladder.total;
    const choice = await window.showInformationMessage(
      l10n.t('{0}: hint {1} of {2}', picked.label, ladder.shown.length, ladder.total),
      {
        modal: true,
        detail: ladder.shown.map(({ text }) => text.trimEnd().replaceAll('`', '')).join('\n\n'),
      },
      isLast ? compare : next,
    );
    if (choice === compare) await commands.executeCommand('itlab.compareSolution', exercise.id);
    if (choice !== next) return;
  }
}
