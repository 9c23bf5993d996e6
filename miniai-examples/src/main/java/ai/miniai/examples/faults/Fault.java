package ai.miniai.examples.faults;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.Locale;

/**
 * What the authors of a broken program changed to repair it. The names in a file are those in lower
 * case, except for {@link #LAYERS}.
 */
enum Fault {
  /** The activation, mostly the last one, which does not fit the loss. */
  ACT,
  LOSS,
  /** The learning rate. */
  LR,
  /** The optimizer. */
  OPT,
  /** Too few epochs. */
  EPOCH,
  BATCH_SIZE,
  /** The initial weights. */
  INIT,
  /** Inputs or targets that are not scaled. */
  MISSING_PREP,
  /** Labels that are converted wrongly. */
  WRONG_PREP,
  /** The settings of layers, such as their width. */
  LAYER_PROPERTIES,
  /** Layers that are missing, redundant or wrong. */
  LAYERS,
  /** None: nothing is wrong. */
  ORIGIN;

  /** The faults without {@link #ORIGIN}. */
  static ImmutableSet<Fault> real(Collection<Fault> faults) {
    return faults.stream().filter(fault -> fault != ORIGIN).collect(ImmutableSet.toImmutableSet());
  }

  /** The name in files and tables. */
  @Override
  public String toString() {
    return this == LAYERS ? "missing/redundant/wrong_layers" : name().toLowerCase(Locale.ROOT);
  }
}
