package ai.miniai.recording;

import com.google.common.collect.ImmutableList;

/**
 * A callback that records: {@code ActivationStats}, {@code GradientStats}, {@code ParameterStats}.
 */
@FunctionalInterface
public interface RecordingSource {
  /** The recordings so far, one per quantity. */
  ImmutableList<Recording> recordings();
}
