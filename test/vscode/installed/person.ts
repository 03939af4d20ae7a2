import { errors } from 'playwright-core';
import type { Locator, Page } from 'playwright-core';

/** What a person does and sees in VS Code, in their words. */

/** Of all findings but hints. */
export function squiggles(page: Page): Locator {
  return page.locator('.squiggly-error, .squiggly-warning, .squiggly-info');
}

export function notification(page: Page, text: string | RegExp): Locator {
  return page.locator('.notification-toast', { hasText: text });
}

/** Puts the cursor into a word of the editor. */
export async function clickWord(page: Page, word: string): Promise<void> {
  await page.locator('.view-line').getByText(word).first().click();
}

/** Waits for the light bulb and opens its menu; resolves to the entry with this text. */
export async function quickFix(page: Page, text: string | RegExp): Promise<Locator> {
  const entry = page.locator('.action-widget .monaco-list-row', { hasText: text });
  await lightBulb(page).first().waitFor();
  // The editor drops a menu that is asked for in the moment in which it looks for actions by itself.
  for (let attempts = 1; attempts < 4; attempts++) {
    await page.keyboard.press('Control+.');
    if (await becomes(entry, 'visible', 5000)) return entry;
  }
  throw new Error(`The light bulb does not offer ${String(text)}.`);
}

async function becomes(entry: Locator, state: 'visible' | 'detached', timeout: number): Promise<boolean> {
  try {
    await entry.waitFor({ state, timeout });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}

function lightBulb(page: Page): Locator {
  return page.locator(
    '[class*="codicon-light-bulb"], [class*="codicon-lightbulb"], [class*="codicon-gutter-lightbulb"]',
  );
}

export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await quickInput(page).fill(`>${title}`);
  await quickPickEntry(page, title).first().waitFor();
  await page.keyboard.press('Enter');
}

export function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget input[type="text"]');
}

export function quickPickEntry(page: Page, text: string | RegExp): Locator {
  return page.locator('.quick-input-list .monaco-list-row', { hasText: text });
}

/** The panel in which an edit of several files is looked at before it is made. */
export function refactorPreview(page: Page): Locator {
  return page.locator('.bulk-edit-panel');
}

export function previewButton(page: Page, text: 'Apply' | 'Discard'): Locator {
  return refactorPreview(page).locator('.buttons .monaco-button', { hasText: text });
}

/** Saves the file in the editor, and waits until the tab says so. */
export async function save(page: Page): Promise<void> {
  await page.keyboard.press('Control+S');
  await page.locator('.tab.dirty').waitFor({ state: 'detached' });
}

/** Opens the extension's view container in the activity bar. */
export async function openReleases(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Immutable Infra' }).locator('a').first().click();
}

export function treeItem(page: Page, name: string | RegExp): Locator {
  return page.getByRole('treeitem', { name });
}

/** Opens a closed line by the keyboard. */
export async function expand(page: Page, name: RegExp): Promise<void> {
  await treeItem(page, name).click();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('treeitem', { name, expanded: true }).waitFor();
}

/** Chooses an entry of a line's context menu. */
export async function chooseInMenu(page: Page, line: RegExp, entry: string): Promise<void> {
  await treeItem(page, line).click({ button: 'right' });
  const item = page.locator('.monaco-menu .action-item', { hasText: entry }).first();
  await item.waitFor();
  // A menu that has just opened takes a click for the end of the one that opened it, and stays.
  for (let attempts = 1; attempts < 4; attempts++) {
    await item.click();
    if (await becomes(item, 'detached', 2000)) return;
  }
  throw new Error(`The menu does not take '${entry}'.`);
}

/** The number on the icon in the activity bar; what it counts is in its name. */
export function releasesBadge(page: Page, name: RegExp): Locator {
  return page.getByRole('tab', { name }).locator('.badge-content');
}

export function tooltip(page: Page, text: string | RegExp): Locator {
  return page.locator('.workbench-hover', { hasText: text });
}

export function codeLens(page: Page, text: string | RegExp): Locator {
  return page.locator('.codelens-decoration a', { hasText: text });
}

/** One side of the diff editor: the image's file is the original. */
export function diffSide(page: Page, side: 'original' | 'modified'): Locator {
  return page.locator(`.monaco-diff-editor .editor.${side} .view-lines`);
}

export function tab(page: Page, text: string | RegExp): Locator {
  return page.locator('.tab', { hasText: text });
}

export function terminal(page: Page): Locator {
  return page.locator('.terminal-wrapper.active .xterm-rows');
}
