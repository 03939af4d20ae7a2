import { commands, window } from 'vscode';
import type { Views } from '../views/index';

/** *Filter Releases…*: the view follows what is typed; Escape brings back what it was. */
export async function filterReleases(views: Views): Promise<void> {
  await commands.executeCommand('immutableInfra.releases.focus');
  const before = views.choices().filter;
  const box = window.createInputBox();
  box.title = 'Filter releases';
  box.prompt = 'Names, tags, digests, commits, states; every word must be met. Enter keeps the filter.';
  box.placeholder = 'web drifted, @1a2b3c4, "out of sync"';
  box.value = before;
  let accepted = false;
  box.onDidChangeValue((filter) => views.choose({ filter }));
  box.onDidAccept(() => {
    accepted = true;
    box.hide();
  });
  box.onDidHide(() => {
    if (!accepted) views.choose({ filter: before });
    box.dispose();
  });
  box.show();
}

/** *Clear Filter of Releases* */
export function clearReleaseFilter(views: Views): void {
  views.choose({ filter: '' });
}
