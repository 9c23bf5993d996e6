package ai.miniai.recording;

import com.google.common.collect.ImmutableList;

/** What records: {@code ActivationStats}, {@code GradientStats}, {@code ParameterStats}. */
@FunctionalInterface
public interface RecordingSource {
  /** What was recorded so far, one recording for each quantity. */
  ImmutableList<Recording> recordings();
}
