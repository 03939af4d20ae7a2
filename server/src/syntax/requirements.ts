/** What a requirements file of pip says. Source: pip documentation, "Requirements File Format". */
export interface Requirements {
  /** The packages that it gives no exact version. */
  readonly unpinned: readonly string[];
  /** Whether it gives hashes, which pip then demands of all packages. */
  readonly hasHashes: boolean;
}

export function readRequirements(text: string): Requirements {
  const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  const unpinned: string[] = [];
  for (const line of lines) {
    const requirement = line.replace(/(?:^|\s)#.*$/, '').trim();
    const [, name, rest = ''] = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?([^;]*)/.exec(requirement) ?? [];
    // Files, URLs and repositories have no version to give.
    if (name === undefined || /^\s*@|:\/\/|^[\w.-]*[/\\]/.test(rest) || /\.(?:whl|zip|gz)$/.test(name))
      continue;
    if (!/^\s*\(?\s*={2,3}\s*[^\s*,]+\s*\)?(?:\s*(?:--.*)?)?$/.test(rest)) unpinned.push(name);
  }
  return { unpinned, hasHashes: /\s--hash[=\s]/.test(text) };
}
