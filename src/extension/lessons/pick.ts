import { l10n, window, type QuickPickItem } from 'vscode';
import { allExercises, findExercise, type Catalog, type Lesson } from '../../course/catalog.ts';
import { CourseError } from '../../course/courseError.ts';
import type { Exercise } from '../../course/exercise.ts';
import { sentence } from '../../course/sentence.ts';
import { forLabel } from '../../protocol/shownText.ts';

/** The lesson with this id, or the one the learner picks; undefined when they back out. */
export async function pickLesson(catalog: Catalog, id: string | undefined): Promise<Lesson | undefined> {
  if (id !== undefined) {
    const lesson = catalog.lessons.find((known) => known.id === id);
    if (lesson) return lesson;
    const known = catalog.lessons.map((lesson) => lesson.id).join(', ');
    throw new CourseError(
      'unknown-lesson',
      sentence`There is no lesson '${id}'.`,
      sentence`Use one of: ${known}.`,
    );
  }
  const picked = await window.showQuickPick(
    catalog.lessons.map((lesson) => ({
      label: forLabel(`${lesson.order}. ${lesson.title}`),
      description: l10n.t('{0} min', lesson.duration),
      lesson,
    })),
    { placeHolder: l10n.t('Which lesson?') },
  );
  return picked?.lesson;
}

/**
 * The exercise with this id (or a unique trailing part of it), or the one the learner picks.
 * @param current the one the learner is at: Enter alone picks it.
 */
export async function pickExercise(
  catalog: Catalog,
  id: string | undefined,
  current: Exercise | null,
): Promise<Exercise | undefined> {
  if (id !== undefined) return findExercise(catalog, id);
  // `showQuickPick` cannot be told which entry is the active one.
  const pick = window.createQuickPick<QuickPickItem & { readonly exercise: Exercise }>();
  pick.placeholder = l10n.t('Which exercise?');
  pick.items = allExercises(catalog).map((exercise) => ({
    label: forLabel(exercise.manifest.title),
    description: forLabel(exercise.id),
    exercise,
  }));
  pick.activeItems = pick.items.filter(({ exercise }) => exercise.id === current?.id);
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.exercise));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}
