package ai.miniai.live;

/**
 * A picture of some items of a batch.
 *
 * @param step the number of training batches before it
 * @param title what it shows
 * @param png the file
 */
record Sample(long step, String title, byte[] png) {}
