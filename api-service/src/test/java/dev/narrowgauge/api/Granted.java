package dev.narrowgauge.api;

import dev.narrowgauge.api.Contract.Operation;
import dev.narrowgauge.api.access.Access;
import dev.narrowgauge.api.access.ApiOperation;
import dev.narrowgauge.domain.access.Bearer;
import dev.narrowgauge.domain.access.Role;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What holders of a role may do, and have done.
 *
 * @param key of somebody who has it
 * @param operations by their names in the OpenAPI document; those that any key will do for are left out
 * @param done those that have answered such a holder with success
 */
record Granted(Bearer key, Set<String> operations, Set<String> done) {
    static Granted to(Role role, Bearer key, Contract contract) {
        Set<String> operations = contract.operations().stream()
                .map(Operation::id)
                .filter(name -> isTo(role, name))
                .collect(Collectors.toSet());
        return new Granted(key, operations, ConcurrentHashMap.newKeySet());
    }

    /**
     * To somebody who has the role in one project, where there are several.
     *
     * @param name of an operation, over HTTP or gRPC
     */
    static boolean isTo(Role role, String name) {
        Access access = ApiOperation.ofName(name).orElseThrow().access();
        return (role == Role.ADMIN || !access.isForAll())
                && access.permission()
                        .filter(needed -> needed.isGivenBy(role.permissions()))
                        .isPresent();
    }
}
