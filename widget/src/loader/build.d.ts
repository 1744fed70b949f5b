/** The content hash of this build, compiled in. */
declare const __BUILD__: string;

/** Whether this is the pinned build, one file that holds the other scripts. */
declare const __PINNED__: boolean;
