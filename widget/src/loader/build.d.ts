/** The content hash of this build, compiled in. */
declare const __BUILD__: string;
