package ai.miniai.recording;

import java.util.List;

/**
 * A callback that records: {@code ActivationStats}, {@code GradientStats}, {@code ParameterStats}.
 */
@FunctionalInterface
public interface RecordingSource {
  /** The recordings so far, one per quantity. */
  List<Recording> recordings();
}
