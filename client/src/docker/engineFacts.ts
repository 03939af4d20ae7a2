/** What engines say of containers and images, in our words. Times are milliseconds since the epoch. */

/** An entry of `GET /containers/json`. */
export interface ContainerFacts {
  readonly id: string;
  readonly name: string;
  /** As listed: the reference at its start, or the image's id once its tag has moved. */
  readonly image: string;
  readonly imageId: string;
  /** Digest and platform of the manifest that runs (API 1.48, containerd store). */
  readonly manifest: ManifestDescriptor | null;
  readonly created: number;
  /** `running`, `paused`, `restarting`, `exited`, `created`, `dead`, … as the engine says it. */
  readonly state: string;
  /** `Up 8 minutes (healthy)`. */
  readonly status: string;
  readonly labels: Readonly<Record<string, string>>;
  /** A mount's data is not part of the writable layer. */
  readonly mounts: readonly Mount[];
}

export interface ManifestDescriptor {
  readonly digest: string;
  readonly platform: Platform | null;
}

/** As the OCI image index names it. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  /** `v7`; null where there is none. */
  readonly variant: string | null;
}

export interface Mount {
  readonly kind: 'bind' | 'volume' | 'tmpfs' | 'image' | 'other';
  /** A path of the host, a volume's name; empty for what has neither. */
  readonly source: string;
  /** Absolute, in the container. */
  readonly target: string;
  readonly readOnly: boolean;
}

/** The answer to `GET /containers/{id}/json`. */
export interface ContainerDetails {
  readonly id: string;
  readonly manifest: ManifestDescriptor | null;
  /** `Config.Image`: the reference as its author wrote it, also after the tag has moved. */
  readonly image: string | null;
  readonly imageId: string;
  /** Null where it has never been. */
  readonly started: number | null;
  readonly finished: number | null;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** What the engine says of a start that failed. */
  readonly error: string | null;
  /** By its restart policy; a restart is no drift. */
  readonly restarts: number;
  readonly health: 'healthy' | 'unhealthy' | 'starting' | null;
  /** The output of the last health check, for people. */
  readonly healthOutput: string | null;
  readonly configuration: Configuration;
  readonly mounts: readonly Mount[];
  readonly readOnlyRoot: boolean;
}

/** What a container or an image is started with: OCI image specification, "Image Configuration". */
export interface Configuration {
  /** `NAME=value`. */
  readonly environment: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly user: string;
  readonly workingDirectory: string;
  readonly labels: Readonly<Record<string, string>>;
  /** As in `['CMD-SHELL', 'curl -f http://localhost']`; null where there is none. */
  readonly healthcheck: readonly string[] | null;
  /** That of the shell form; empty for the platform's own. */
  readonly shell: readonly string[];
  /** Absolute paths of `VOLUME`. */
  readonly volumes: readonly string[];
  /** `8080/tcp`. */
  readonly exposedPorts: readonly string[];
}

/** An entry of `GET /images/json`. */
export interface ListedImage {
  readonly id: string;
  /** `repository:tag`. */
  readonly tags: readonly string[];
  /** `repository@digest`, for every repository the image was pulled from or pushed to. */
  readonly repositoryDigests: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Bytes. */
  readonly size: number;
  readonly created: number;
}

/** The answer to `GET /images/{id}/json`. */
export interface ImageFacts {
  readonly id: string;
  readonly tags: readonly string[];
  /** `repository@digest`, for every repository the image was pulled from or pushed to. */
  readonly repositoryDigests: readonly string[];
  /** Digest of what the tag named, an index where there is one (API 1.48, containerd store). */
  readonly descriptor: string | null;
  /** Manifests of an index that the engine has (API 1.48, containerd store). */
  readonly manifests: readonly ManifestDescriptor[];
  readonly platform: Platform | null;
  readonly created: number;
  /** Bytes. */
  readonly size: number;
  /** Digests of the layers' contents, the base's first: `rootfs.diff_ids`. */
  readonly layers: readonly string[];
  readonly configuration: Configuration;
  /** The commit that the engine has verified by a signature (API 1.53). */
  readonly signedSource: { readonly repository: string | null; readonly revision: string } | null;
}

/** An entry of `GET /containers/{id}/changes`. */
export interface FileChange {
  readonly path: string;
  readonly kind: 'changed' | 'added' | 'deleted';
}
