package ai.miniai.live;

import ai.miniai.device.MemoryUse;

/**
 * What a training used at one moment.
 *
 * @param step the number of training batches so far
 * @param stepsPerSecond the speed since the moment before; NaN at the first one
 * @param memory the memory of the process
 */
record Usage(long step, double stepsPerSecond, MemoryUse memory) {}
