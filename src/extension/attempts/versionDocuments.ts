import { isUtf8 } from 'node:buffer';
import { l10n, Uri, workspace, type Disposable, type TextDocumentContentProvider } from 'vscode';
import type { AttemptPlace, AttemptStore } from '../../course/attempts/attemptStore.ts';
import { findExercise } from '../../course/catalog.ts';
import { shippedFiles } from '../../course/courseFolder.ts';
import type { Exercise } from '../../course/exercise.ts';
import { solutionSubmission } from '../../course/grading/submission.ts';
import type { Installation } from '../../course/installation.ts';
import type { ActiveCourse } from '../activeCourse.ts';

const scheme = 'itlab-version';

/** Another version of a learner's file than the one on the disk. */
export type Version =
  | { readonly kind: 'answer'; readonly exercise: Exercise; readonly answer: string }
  | { readonly kind: 'attempt'; readonly exercise: Exercise; readonly attempt: string }
  /** What the extension ships; paths are relative to the course folder. */
  | { readonly kind: 'shipped' };

/** The address of a file's version. It says all there is to know, so that it can be opened after a restart. */
export function versionUri(version: Version, path: string): Uri {
  const authority = version.kind;
  switch (version.kind) {
    case 'answer':
      return Uri.from({ scheme, authority, path: `/${version.exercise.id}/${path}`, query: version.answer });
    case 'attempt':
      return Uri.from({ scheme, authority, path: `/${version.exercise.id}/${path}`, query: version.attempt });
    case 'shipped':
      return Uri.from({ scheme, authority, path: `/${path}` });
  }
}

export interface VersionSources {
  readonly course: ActiveCourse;
  readonly installation: Installation;
  readonly store: AttemptStore;
  placeOf(exercise: Exercise): AttemptPlace;
}

/** Lets VS Code read versions, for its own diff editor; nobody can write them. */
export function registerVersionDocuments(sources: VersionSources): Disposable {
  const provider: TextDocumentContentProvider = {
    provideTextDocumentContent: ({ authority, path, query }) => {
      const { catalog } = sources.course;
      if (authority === 'shipped') {
        return shippedFiles(catalog, sources.installation).get(path.slice(1)) ?? null;
      }
      const [, lesson = '', name = '', ...rest] = path.split('/');
      const exercise = findExercise(catalog, `${lesson}/${name}`);
      const inner = rest.join('/');
      if (authority === 'answer') return solutionSubmission(exercise, query).files.get(inner) ?? null;
      const held = sources.store.read(sources.placeOf(exercise), query).find((file) => file.path === inner);
      if (!held) return null;
      if (held.kind === 'link') return l10n.t('A link to {0}', held.target);
      return isUtf8(held.bytes)
        ? Buffer.from(held.bytes).toString('utf8')
        : l10n.t('A file of {0} bytes that is no text', held.bytes.length);
    },
  };
  return workspace.registerTextDocumentContentProvider(scheme, provider);
}
