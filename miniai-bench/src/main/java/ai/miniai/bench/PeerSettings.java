package ai.miniai.bench;

/**
 * How peers are run.
 *
 * @param python the interpreter
 * @param threads how many threads compute, as many as ours
 */
record PeerSettings(String python, int threads) {}
