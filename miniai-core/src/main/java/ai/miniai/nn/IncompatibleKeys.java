package ai.miniai.nn;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * The names in which a state and a model differ, as PyTorch reports them.
 *
 * @param missing parameters and buffers of the model that the state has no values for, and that
 *     have kept their own
 * @param unexpected names of the state that the model does not have
 */
public record IncompatibleKeys(List<String> missing, List<String> unexpected) {
  /** Copies the lists. */
  public IncompatibleKeys {
    missing = ImmutableList.copyOf(missing);
    unexpected = ImmutableList.copyOf(unexpected);
  }
}
