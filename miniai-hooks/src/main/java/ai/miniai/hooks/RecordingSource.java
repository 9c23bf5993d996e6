package ai.miniai.hooks;

import com.google.common.collect.ImmutableList;

/**
 * A callback that records: {@link ActivationStats}, {@link GradientStats}, {@link ParameterStats}.
 */
@FunctionalInterface
public interface RecordingSource {
  /** The recordings so far, one per quantity. */
  ImmutableList<Recording> recordings();
}
