import { Uri, window, workspace } from 'vscode';
import { systemClock } from '../environment';
import type { LanguageServer } from '../languageServer';
import { collectReport, type Evidence } from '../reports/collectReport';
import { evidenceQuestions } from '../reports/evidenceQuestions';
import { reportMarkdown } from '../reports/reportMarkdown';
import type { ReleaseReport } from '../reports/releaseReport';
import type { Views } from '../views/index';
import { askServer, orSayWhy } from './askServer';
import { isSomethingKnown } from './inspected';
import { writeWhole } from './writeWhole';

/** *Export Release Report*: all that runs on the hosts of the view, in a file. */
export async function exportReport(views: Views, server: LanguageServer): Promise<void> {
  if (!(await isSomethingKnown(views))) return;
  if (views.inspection().hosts.length === 0) {
    void window.showInformationMessage('No container engine was found, so there is nothing to report.');
    return;
  }
  const format = await chosenFormat();
  if (!format) return;
  const asking = await isAskingWanted(views);
  if (asking === null) return;
  await orSayWhy(server, 'The report was not written', async () => {
    const evidence = asking ? await askedEvidence(views, server) : null;
    if (asking && !evidence) return;
    const report = collectReport(views.inspection(), evidence, systemClock.date());
    await save(report, format);
  });
}

type Format = 'md' | 'json';

async function chosenFormat(): Promise<Format | null> {
  const items = [
    { label: 'Markdown', detail: 'For people: a summary, and a section for each service', format: 'md' },
    { label: 'JSON', detail: 'For programs: the same with all paths, in documented fields', format: 'json' },
  ] as const;
  return (await window.showQuickPick(items, { title: 'Export Release Report' }))?.format ?? null;
}

/** Whether registries are to be asked; null when the user went away. */
async function isAskingWanted(views: Views): Promise<boolean | null> {
  const images = evidenceQuestions(views.inspection()).length;
  // Nobody is asked in a workspace that is not trusted, and the report then says that nobody was.
  if (!workspace.isTrusted || images === 0) return false;
  const items = [
    { label: 'Without signatures', detail: 'Nobody is asked', ask: false },
    {
      label: 'With signatures (asks registries)',
      detail: `Whether there are signatures and attestations of ${images === 1 ? 'one image' : `${images} images`}`,
      ask: true,
    },
  ];
  return (await window.showQuickPick(items, { title: 'Export Release Report' }))?.ask ?? null;
}

async function askedEvidence(views: Views, server: LanguageServer): Promise<Evidence> {
  const questions = evidenceQuestions(views.inspection());
  const result = await askServer('Asking registries for signatures', (asking) =>
    server.imageEvidence(questions, asking),
  );
  return result && new Map(result.images.map((evidence) => [evidence.key, evidence]));
}

async function save(report: ReleaseReport, format: Format): Promise<void> {
  const text = format === 'md' ? reportMarkdown(report) : `${JSON.stringify(report, null, 2)}\n`;
  const place = await chosenPlace(`release-report-${report.created.slice(0, 10)}.${format}`, format);
  if (!place) return;
  const name = place.path.slice(place.path.lastIndexOf('/') + 1);
  const asideName = `${name}.${Date.parse(report.created)}.old`;
  const beside = Uri.joinPath(place, '..', `.${name}.${Date.parse(report.created)}.tmp`);
  const aside = Uri.joinPath(place, '..', asideName);
  const problem = await writeWhole(workspace.fs, { place, beside, aside, name, asideName }, text);
  if (problem === null) await window.showTextDocument(place, { preview: false });
  else void window.showErrorMessage(problem);
}

async function chosenPlace(name: string, format: Format): Promise<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return window.showSaveDialog({
    title: 'Export Release Report',
    saveLabel: 'Export',
    filters: format === 'md' ? { Markdown: ['md'] } : { JSON: ['json'] },
    ...(folder ? { defaultUri: Uri.joinPath(folder, name) } : {}),
  });
}
