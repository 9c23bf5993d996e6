package ai.miniai.live;

/**
 * How far a run is.
 *
 * @param state where it is in its life
 * @param reason why it ended early; empty if it did not
 * @param startedMillis when it began, in milliseconds since 1970; 0 if that is not known
 * @param step the number of training batches so far
 * @param planned the number of training batches of the whole run; 0 if that is not known
 * @param epoch the current epoch, from 0
 * @param epochs the number of epochs; 0 if that is not known
 */
record Progress(
    RunState state,
    String reason,
    long startedMillis,
    long step,
    long planned,
    int epoch,
    int epochs) {}
