package org.cellsched.host.journal;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.CpusetKnowledge;
import org.cellsched.core.control.CpusetReading;
import org.cellsched.core.control.IssuedPlan;
import org.cellsched.core.control.PlanTarget;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuListException;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.core.demand.DemandSample;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * How the core's values are written as JSON. Records are objects of their components; what is
 * otherwise stands here. A golden file in the tests holds the form: whoever renames a component of
 * the core sees it fail, and must raise {@link JournalWriter#FORMAT}.
 *
 * <p>Nothing is coerced, left out or made up: a missing, unknown or doubled key, a null where there
 * must be a value, and text after the value are refused.
 */
final class JournalJson {

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(scalars())
          .addMixIn(ControllerInput.class, Inputs.class)
          .addMixIn(ControllerEffect.class, Effects.class)
          .addMixIn(CpusetReading.class, CpusetReadings.class)
          .addMixIn(CellCounters.class, Counters.class)
          .addMixIn(CpusetKnowledge.class, MayHaveCpuset.class)
          .addMixIn(PlanTarget.Cell.class, MayHaveCpuset.class)
          .changeDefaultNullHandling(nulls -> nulls.withValueNulls(Nulls.FAIL, Nulls.FAIL))
          .withConfigOverride(Long.class, JournalJson::mayBeNull)
          .withConfigOverride(IssuedPlan.class, JournalJson::mayBeNull)
          .withConfigOverride(PlanTarget.class, JournalJson::mayBeNull)
          .withConfigOverride(DemandSample.class, JournalJson::mayBeNull)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .build();

  private JournalJson() {}

  private static void mayBeNull(MutableConfigOverride override) {
    override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.SET));
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ControllerInput.CgroupsListed.class, name = "cgroupsListed"),
    @JsonSubTypes.Type(value = ControllerInput.CpusOnline.class, name = "cpusOnline"),
    @JsonSubTypes.Type(value = ControllerInput.DemandSampled.class, name = "demandSampled"),
    @JsonSubTypes.Type(value = ControllerInput.PlanApplied.class, name = "planApplied"),
    @JsonSubTypes.Type(value = ControllerInput.PlanRefused.class, name = "planRefused"),
    @JsonSubTypes.Type(value = ControllerInput.CellDrained.class, name = "cellDrained"),
    @JsonSubTypes.Type(value = ControllerInput.Woken.class, name = "woken"),
  })
  private interface Inputs {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ControllerEffect.ApplyPlan.class, name = "applyPlan"),
    @JsonSubTypes.Type(value = ControllerEffect.WakeAt.class, name = "wakeAt"),
    @JsonSubTypes.Type(value = ControllerEffect.Report.class, name = "report"),
  })
  private interface Effects {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = CpusetReading.NotSet.class, name = "notSet"),
    @JsonSubTypes.Type(value = CpusetReading.Limited.class, name = "limited"),
    @JsonSubTypes.Type(value = CpusetReading.Unreadable.class, name = "unreadable"),
  })
  private interface CpusetReadings {}

  /** The most frequent value by far, so without its keys. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"id", "runNs", "waitNs", "restrictedWaitNs", "borrowedNs", "lentNs"})
  private interface Counters {}

  private interface MayHaveCpuset {
    @JsonSetter(nulls = Nulls.SET)
    @Nullable CpuMask cpuset();
  }

  private static SimpleModule scalars() {
    return new SimpleModule()
        .addSerializer(CpuMask.class, new MaskWriter())
        .addDeserializer(CpuMask.class, new MaskReader())
        .addSerializer(CellId.class, new CellIdWriter())
        .addDeserializer(CellId.class, new CellIdReader());
  }

  /** A list of CPUs, as the kernel writes it. */
  private static final class MaskWriter extends ValueSerializer<CpuMask> {
    @Override
    public void serialize(CpuMask mask, JsonGenerator json, SerializationContext context) {
      json.writeString(mask.toString());
    }
  }

  private static final class MaskReader extends ValueDeserializer<CpuMask> {
    @Override
    public CpuMask deserialize(JsonParser json, DeserializationContext context) {
      String text = context.readValue(json, String.class);
      try {
        return CpuList.parse(text);
      } catch (CpuListException e) {
        return context.reportInputMismatch(this, "no list of CPUs: %s", e.getMessage());
      }
    }
  }

  private static final class CellIdWriter extends ValueSerializer<CellId> {
    @Override
    public void serialize(CellId id, JsonGenerator json, SerializationContext context) {
      json.writeNumber(id.value());
    }
  }

  private static final class CellIdReader extends ValueDeserializer<CellId> {
    @Override
    public CellId deserialize(JsonParser json, DeserializationContext context) {
      int value = context.readValue(json, Integer.class);
      if (value < 0 || value >= CellId.MAX_CELLS) {
        return context.reportInputMismatch(
            this, "cell %d is outside 0..%d", value, CellId.MAX_CELLS - 1);
      }
      return new CellId(value);
    }
  }
}
