package ai.miniai.tensor;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;

/** A primitive of oneDNN with the memories that it works on. */
final class OneDnnPrimitive {
  private final String name;
  private final primitive made;
  private final dnnl_exec_arg_t arguments;
  private final int count;

  /** The arguments hold only addresses of these: without a reference they would be freed. */
  @SuppressWarnings("unused")
  private final memory[] memories;

  /** {@code roles}: for each memory what it is to the primitive, a {@code DNNL_ARG_} number. */
  OneDnnPrimitive(String name, primitive made, int[] roles, memory... memories) {
    this.name = name;
    this.made = made;
    this.memories = memories;
    this.count = roles.length;
    this.arguments = new dnnl_exec_arg_t(count);
    for (int i = 0; i < count; i++) {
      arguments.getPointer(i).arg(roles[i]).memory(memories[i].get());
    }
  }

  void run() {
    OneDnn.check(
        dnnl.dnnl_primitive_execute(made.get(), OneDnn.STREAM.get(), count, arguments), name);
  }
}
