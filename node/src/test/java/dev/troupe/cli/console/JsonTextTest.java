package dev.troupe.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class JsonTextTest {
    @Test
    void membersKeepTheirOrder() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("z", 1);
        members.put("a", List.of("x", true, 2.5));
        members.put("m", Map.of());
        assertThat(JsonText.of(members)).isEqualTo("{\"z\":1,\"a\":[\"x\",true,2.5],\"m\":{}}");
    }

    @Property
    void anyTextIsReadBackByAJsonLibrary(@ForAll String text) throws JsonProcessingException {
        assertThat(new ObjectMapper().readValue(JsonText.of(text), String.class))
                .isEqualTo(text);
    }
}
