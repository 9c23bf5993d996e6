package ai.miniai.hooks;

import com.google.common.collect.ImmutableList;

/** What records: {@link ActivationStats}, {@link GradientStats}, {@link ParameterStats}. */
@FunctionalInterface
public interface RecordingSource {
  /** What was recorded so far, one recording for each quantity. */
  ImmutableList<Recording> recordings();
}
