package ai.miniai.bench;

import com.google.common.base.Enums;
import java.util.Optional;

/** What {@code --model} names: a network, or all layers one by one. */
enum Subject {
  CNN,
  MLP,
  RESNET,
  BN_CNN,
  TABLE,
  LSTM,
  ATTENTION,
  LAYERS;

  /** The network of this name; empty for the layers. */
  Optional<Network> network() {
    return Enums.getIfPresent(Network.class, name()).toJavaUtil();
  }

  /** The spelling on the command line, such as "bn-cnn". */
  @Override
  public String toString() {
    return Kebab.of(this);
  }
}
