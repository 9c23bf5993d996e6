package ai.miniai.bench;

import com.google.common.collect.ImmutableMap;

/**
 * How peers are run.
 *
 * @param python the interpreter
 * @param environment environment variables for PyTorch
 * @param threads how many threads compute, as many as ours
 */
record PeerSettings(String python, ImmutableMap<String, String> environment, int threads) {}
