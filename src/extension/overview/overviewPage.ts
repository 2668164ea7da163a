import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { env, l10n, ViewColumn, window, type WebviewPanel } from 'vscode';
import { overviewOf, type CourseOverview } from '../../course/progress/overview.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import type { CourseWay } from '../course/courseWay.ts';
import { Disposables } from '../disposables.ts';
import type { LearnerProgress } from '../progress/learnerProgress.ts';
import { overviewCommands, renderOverview } from './renderOverview.ts';

export interface OverviewPageParts {
  readonly course: ActiveCourse;
  readonly progress: LearnerProgress;
  readonly way: CourseWay;
  /** File of the styles. */
  readonly style: string;
}

/** Milliseconds of quiet before the page follows the progress. */
const settleMs = 300;

/** The overview of the course in an editor: one, which follows the progress while it is in sight. */
export class OverviewPages extends Disposables {
  private readonly parts: OverviewPageParts;
  private panel: WebviewPanel | null = null;
  private settling: NodeJS.Timeout | undefined;
  private shown = '';

  constructor(parts: OverviewPageParts) {
    super();
    this.parts = parts;
    this.add(
      parts.progress.onDidChange(() => {
        clearTimeout(this.settling);
        this.settling = setTimeout(() => this.fill(), settleMs);
      }),
    );
    this.add({
      dispose: () => {
        clearTimeout(this.settling);
        this.panel?.dispose();
      },
    });
  }

  /** What it shows: the learner's progress in all course folders. */
  get overview(): CourseOverview {
    const { course, progress } = this.parts;
    return overviewOf(course.catalog, (exercise) => progress.of(exercise));
  }

  /** Opens it, or brings it to the front. */
  open(): void {
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    const panel = window.createWebviewPanel('itlab.overview', l10n.t('Course Overview'), ViewColumn.Active, {
      // Its policy lets no script in. In a document without any, what tests its accessibility could not run either.
      enableScripts: true,
      enableCommandUris: overviewCommands,
      enableFindWidget: true,
      localResourceRoots: [],
    });
    this.panel = panel;
    panel.onDidChangeViewState(() => this.fill());
    panel.onDidDispose(() => {
      if (this.panel === panel) this.panel = null;
    });
    this.shown = '';
    this.fill();
  }

  private fill(): void {
    const { panel, overview } = this;
    if (!panel?.visible) return;
    const next = this.parts.way.next();
    const content = JSON.stringify([overview, next?.id]);
    // Whoever reads it keeps their place as long as nothing in it has changed.
    if (content === this.shown) return;
    this.shown = content;
    panel.webview.html = renderOverview({
      overview,
      next: next && { id: next.id, title: next.manifest.title },
      language: env.language,
      style: readFileSync(this.parts.style, 'utf8'),
      nonce: randomBytes(18).toString('base64url'),
      translate: (text, ...args) => l10n.t(text, ...args),
    });
  }
}
