import { Uri, workspace, type Disposable } from 'vscode';
import { findExercise, type Catalog } from '../../course/catalog.ts';
import { starterFiles, type Exercise } from '../../course/exercise.ts';

const scheme = 'itlab-starter';

/** The address of a file as an exercise begins with it. It says all there is to know. */
export function starterUri(exercise: Exercise, file: string): Uri {
  return Uri.from({ scheme, path: `/${exercise.id}/${file}` });
}

/** Lets VS Code read what exercises begin with, also where no course is open; nobody can write it. */
export function registerStarterDocuments(catalog: Catalog): Disposable {
  return workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: ({ path }) => {
      const [, id = '', file = ''] = /^\/([^/]+\/[^/]+)\/(.+)$/.exec(path) ?? [];
      return starterFiles(findExercise(catalog, id)).get(file) ?? null;
    },
  });
}
