package ai.miniai.recording;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.Optional;

/**
 * What was recorded of some layers: the form in which it is drawn and stored.
 *
 * @param quantity what was recorded of them
 * @param layers in the order of the modules; of parameters, in their order
 * @param columns what each column of the layers stands for; empty if that is not known
 */
public record Recording(
    Quantity quantity, ImmutableList<LayerStats> layers, ImmutableList<Column> columns) {
  /**
   * What a column stands for: one batch, or in long recordings several that follow one another.
   *
   * @param epoch of the first batch, from 0
   * @param iteration of the first batch in its epoch, from 0
   * @param training false for validation batches
   * @param batches the number of batches that were recorded
   */
  public record Column(int epoch, int iteration, boolean training, int batches) {
    /** One batch. */
    public Column(int epoch, int iteration, boolean training) {
      this(epoch, iteration, training, 1);
    }

    /** Of so many batches, from this one on. */
    public Column(Place first, int batches) {
      this(first.epoch(), first.iteration(), first.training(), batches);
    }

    /** The first batch. */
    public Place place() {
      return new Place(epoch, iteration, training);
    }
  }

  /**
   * Where NaN or infinities came first.
   *
   * @param layer the name of the module or parameter
   * @param quantity what was not finite there
   * @param first the batch
   */
  public record Trouble(String layer, Quantity quantity, NonFinite first) {
    /** "gradients of 1.0 in training batch 7 of epoch 0". */
    @Override
    public String toString() {
      return quantity.label() + " of " + layer + " in " + first.place();
    }
  }

  /** Activations. */
  public Recording(ImmutableList<LayerStats> layers, ImmutableList<Column> columns) {
    this(Quantity.ACTIVATIONS, layers, columns);
  }

  /**
   * The layer of this name.
   *
   * @throws IllegalArgumentException if there is none; it lists those that there are
   */
  public LayerStats layer(String name) {
    Optional<LayerStats> layer = layers.stream().filter(l -> l.name().equals(name)).findFirst();
    checkArgument(
        layer.isPresent(),
        "no %s were recorded of \"%s\", only of %s",
        quantity.label(),
        name,
        layers.stream().map(LayerStats::name).toList());
    return layer.get();
  }

  /** Where NaN or infinities came first; empty if all was finite. */
  public Optional<Trouble> firstNonFinite() {
    return layers.stream()
        .flatMap(layer -> layer.firstNonFinite().stream().map(first -> trouble(layer, first)))
        .min(Comparator.comparing(Trouble::first));
  }

  private Trouble trouble(LayerStats layer, NonFinite first) {
    return new Trouble(layer.name(), quantity, first);
  }
}
