import { workspace, type LogOutputChannel } from 'vscode';
import type { ActiveCourse } from '../activeCourse.ts';
import { Disposables } from '../disposables.ts';
import { runReportingErrors } from '../userError.ts';

export interface CourseLookOptions {
  readonly course: ActiveCourse;
  readonly log: LogOutputChannel;
  /** Milliseconds after the course was found: looking must not slow down the start of the window. */
  readonly afterMs: number;
}

/** Looks at each course folder that is found, once and a moment later; at none where nothing is trusted. */
export class CourseLook extends Disposables {
  private timer: NodeJS.Timeout | undefined;

  constructor({ course, log, afterMs }: CourseLookOptions, look: (folder: string) => void | Promise<void>) {
    super();
    const lookSoon = (): void => {
      clearTimeout(this.timer);
      if (course.folder === null || !workspace.isTrusted) return;
      this.timer = setTimeout(() => {
        const { folder } = course;
        if (folder !== null) void runReportingErrors(log, () => look(folder));
      }, afterMs);
    };
    this.add(course.onDidChange(lookSoon));
    this.add({ dispose: () => clearTimeout(this.timer) });
    lookSoon();
  }
}
