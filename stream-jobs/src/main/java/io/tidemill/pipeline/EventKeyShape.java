package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code key: station} or {@code key: {constant: NAME}}. */
final class EventKeyShape implements Shape<EventKey> {

  private final Variants<EventKey> variants =
      new Variants<>(
          Scalars.map(Scalars.NAME, EventKey.Field::new), List.of(new ConstantSection()));

  @Override
  public @Nullable EventKey read(Place place) {
    return variants.read(place);
  }

  @Override
  public ObjectNode schema() {
    return variants.schema();
  }

  private static final class ConstantSection extends Section<EventKey.Constant> {

    private static final Key<String> CONSTANT =
        Key.required("constant", Scalars.NAME, "the key of every event");

    private ConstantSection() {
      super(List.of(CONSTANT));
    }

    @Override
    EventKey.Constant build(Values values) {
      return new EventKey.Constant(values.get(CONSTANT));
    }
  }
}
