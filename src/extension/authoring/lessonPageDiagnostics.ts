import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import {
  Diagnostic,
  languages,
  Range,
  RelativePattern,
  workspace,
  type LogOutputChannel,
  type TextDocument,
  type WorkspaceFolder,
} from 'vscode';
import { pageProblems } from '../../course/authoring/pageProblems.ts';
import { lessonNamePattern } from '../../course/authoring/names.ts';
import { lessonSchema } from '../../course/authoring/places.ts';
import { messageOf } from '../../course/courseError.ts';
import { loadManifestSchemas, type ManifestSchemas } from '../../course/manifestSchemas.ts';
import { plainText } from '../../protocol/shownText.ts';
import { Disposables } from '../disposables.ts';

/** Milliseconds of quiet after files have changed. */
const settleMs = 200;

/**
 * For authors of lessons: what is wrong with the front matter of the lesson pages that are open. Only in trusted
 * workspace folders that hold lessons with their schema, because that schema is compiled into code.
 */
export class LessonPageDiagnostics extends Disposables {
  private readonly diagnostics = this.add(languages.createDiagnosticCollection('itlab-lessons'));
  private readonly log: LogOutputChannel;
  /** By path of the lessons' folder. */
  private readonly schemas = new Map<string, { readonly changed: number; readonly value: ManifestSchemas }>();
  private readonly watched = new Set<string>();
  private settling: NodeJS.Timeout | undefined;

  constructor(log: LogOutputChannel) {
    super();
    this.log = log;
    this.add(workspace.onDidOpenTextDocument((document) => this.look(document)));
    this.add(workspace.onDidChangeTextDocument(({ document }) => this.look(document)));
    this.add(workspace.onDidCloseTextDocument(({ uri }) => this.diagnostics.delete(uri)));
    this.add(workspace.onDidGrantWorkspaceTrust(() => this.lookAtAll()));
    this.add(workspace.onDidChangeWorkspaceFolders(() => this.lookAtAll()));
    this.add({ dispose: () => clearTimeout(this.settling) });
    this.lookAtAll();
  }

  private lookAtAll(): void {
    for (const document of workspace.textDocuments) this.look(document);
  }

  private look(document: TextDocument): void {
    const page = this.pageOf(document);
    if (page === null) {
      if (this.diagnostics.has(document.uri)) this.diagnostics.delete(document.uri);
      return;
    }
    const { lessons, lesson, folder } = page;
    this.watch(folder);
    try {
      const problems = pageProblems(document.getText(), this.schemasOf(lessons), {
        folderName: lesson,
        hasExercise: (name) => existsSync(join(lessons, lesson, 'exercises', name, 'exercise.json')),
      });
      this.diagnostics.set(
        document.uri,
        problems.map(({ start, end, message }) => {
          const range = new Range(document.positionAt(start), document.positionAt(end));
          const diagnostic = new Diagnostic(range, plainText(message));
          diagnostic.source = 'Integration Testing Lab';
          return diagnostic;
        }),
      );
    } catch (error) {
      // A schema that is being edited does not compile now and then; its author sees that there.
      this.diagnostics.delete(document.uri);
      this.log.warn(`The front matter of ${document.uri.fsPath} was not checked: ${messageOf(error)}`);
    }
  }

  /** Where a page lies, or null for what is no page of a lesson in a folder we may look at. */
  private pageOf({ uri }: TextDocument): {
    readonly folder: WorkspaceFolder;
    readonly lessons: string;
    readonly lesson: string;
  } | null {
    if (uri.scheme !== 'file' || basename(uri.fsPath) !== 'lesson.md' || !workspace.isTrusted) return null;
    const folder = workspace.getWorkspaceFolder(uri);
    if (!folder) return null;
    const lessonFolder = dirname(uri.fsPath);
    const lesson = basename(lessonFolder);
    const lessons = join(folder.uri.fsPath, 'lessons');
    // The template of new lessons has no number, and is no lesson.
    if (relative(lessons, lessonFolder) !== lesson || !lessonNamePattern.test(lesson)) return null;
    return existsSync(schemaFile(lessons)) ? { folder, lessons, lesson } : null;
  }

  private schemasOf(lessons: string): ManifestSchemas {
    const changed = statSync(schemaFile(lessons)).mtimeMs;
    const known = this.schemas.get(lessons);
    if (known?.changed === changed) return known.value;
    const value = loadManifestSchemas(lessons);
    this.schemas.set(lessons, { changed, value });
    return value;
  }

  /** Exercises that come and go, and schemas that change, decide about pages, too. */
  private watch(folder: WorkspaceFolder): void {
    const key = folder.uri.toString();
    if (this.watched.has(key)) return;
    this.watched.add(key);
    // Folders, too: of a folder that comes with files in it, VS Code may tell just the folder.
    const watcher = this.add(workspace.createFileSystemWatcher(new RelativePattern(folder, 'lessons/**')));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
      this.add(event(() => this.lookSoon()));
    }
  }

  /** Once the files have settled. */
  private lookSoon(): void {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.lookAtAll(), settleMs);
  }
}

function schemaFile(lessons: string): string {
  return join(lessons, ...lessonSchema.split('/'));
}
