package ai.miniai.bench;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;

/**
 * The settings for running peers.
 *
 * @param python the Python interpreter
 * @param libtorch the folder of the module miniai-bench-libtorch, where it was built
 * @param environment environment variables for PyTorch and libtorch
 * @param threads the number of threads to compute with, the same as ours
 */
record PeerSettings(
    String python, Path libtorch, ImmutableMap<String, String> environment, int threads) {}
