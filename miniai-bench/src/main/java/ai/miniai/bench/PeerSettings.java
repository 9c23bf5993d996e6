package ai.miniai.bench;

import com.google.common.collect.ImmutableMap;

/**
 * The settings for running peers.
 *
 * @param python the Python interpreter
 * @param environment environment variables for PyTorch
 * @param threads the number of threads to compute with, the same as ours
 */
record PeerSettings(String python, ImmutableMap<String, String> environment, int threads) {}
