import { useMutation, useQueryClient } from "@tanstack/react-query";

/** A command to the service. What is on screen is read again once it is done. */
export function useCommand<In, Out>(run: (input: In) => Promise<Out>, done?: (out: Out) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: async (out) => {
      done?.(out);
      await client.invalidateQueries();
    },
  });
}
