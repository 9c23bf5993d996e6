package ai.miniai.live;

import ai.miniai.doctor.Severity;

/**
 * That the doctor changed its mind.
 *
 * @param step the number of training batches so far
 * @param severity how bad it was
 * @param name what was found, and where
 */
record News(long step, Severity severity, String name) {}
