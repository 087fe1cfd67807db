//! On which hardware the harness ran the model: what `torch.utils.collect_env` says of the machine.
//!
//! It says it of the machine of the harness. Where the model is asked over a network, that is not where it ran, so
//! only the backends that run a model themselves are believed; and where the harness was told to use the processor,
//! cards that it left alone are not named.

use super::super::json::{Node, Object};
use super::super::reading::devices;

/// Names of backends that run the model in the harness's own process, exact or with a prefix before `*`. Source:
/// `lm_eval/models` of the harness; `sglang-generate` and all of `*-completions` ask a server.
const OWN: &[&str] = &[
    "hf",
    "hf-*",
    "huggingface",
    "vllm",
    "vllm-*",
    "sglang",
    "mamba_ssm",
    "nemo_lm",
];
const CARDS: &str = "GPU models and configuration:";
const PROCESSOR: &str = "Model name:";

/// The devices that the model ran on, as far as the file says it.
pub fn read(root: &Object<'_>) -> Option<String> {
    let environment = root.get("pretty_env_info").and_then(Node::text)?;
    let config = root.object("config")?;
    let backend = config.text("model")?;
    let runs_itself = OWN.iter().any(|known| match known.strip_suffix('*') {
        Some(prefix) => backend.starts_with(prefix),
        None => backend == *known,
    });
    if !runs_itself {
        return None;
    }
    if config.text("device") == Some("cpu") {
        return devices(processor(environment));
    }
    devices(cards(environment))
}

/// `GPU 0: NVIDIA A100` on the line of the heading or on those after it; without a number when the tool knows one
/// card only. `No CUDA` and `Could not collect` are no card.
fn cards(environment: &str) -> Vec<&str> {
    let mut lines = environment
        .lines()
        .skip_while(|line| !line.starts_with(CARDS));
    let Some(first) = lines.next().map(|line| line[CARDS.len()..].trim()) else {
        return Vec::new();
    };
    if !first.is_empty() && numbered(first).is_none() {
        let none = ["No CUDA", "Could not collect"].contains(&first);
        return if none { Vec::new() } else { vec![first] };
    }
    numbered(first)
        .into_iter()
        .chain(lines.map_while(|line| numbered(line.trim())))
        .collect()
}

/// `NVIDIA A100` of `GPU 0: NVIDIA A100 (UUID: ...)`.
fn numbered(line: &str) -> Option<&str> {
    let (number, name) = line.strip_prefix("GPU ")?.split_once(':')?;
    let name = name.split(" (UUID").next().unwrap_or(name);
    number.parse::<u32>().is_ok().then_some(name.trim())
}

fn processor(environment: &str) -> Option<&str> {
    let line = environment
        .lines()
        .map(str::trim)
        .find(|line| line.starts_with(PROCESSOR))?;
    Some(&line[PROCESSOR.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evaluations::import::json;

    fn told(backend: &str, device: &str, environment: &str) -> Option<String> {
        let document = serde_json::json!({
            "config": {"model": backend, "device": device}, "pretty_env_info": environment,
        });
        let text = document.to_string();
        read(json::read(&text).unwrap().object().unwrap())
    }

    const TWO: &str = "CUDA runtime version: 12.1\nGPU models and configuration: \nGPU 0: NVIDIA L4\nGPU 1: NVIDIA L4\n\n\
                       Nvidia driver version: 550\nCPU:\nModel name:   Xeon 5317\n";

    #[test]
    fn cards_are_named_as_the_environment_names_them() {
        assert_eq!(told("hf", "cuda:0", TWO).as_deref(), Some("2 x NVIDIA L4"));
        let one = "GPU models and configuration: GPU 0: NVIDIA A10G (UUID: GPU-1)\nNvidia driver version: 550";
        assert_eq!(told("vllm", "", one).as_deref(), Some("NVIDIA A10G"));
        let amd = "GPU models and configuration: AMD Instinct MI250X (gfx90a)\nCPU:";
        assert_eq!(
            told("hf-multimodal", "cuda", amd).as_deref(),
            Some("AMD Instinct MI250X (gfx90a)")
        );
        for none in ["No CUDA", "Could not collect", ""] {
            let text =
                format!("GPU models and configuration: {none}\n\nCPU:\nModel name: Xeon 5317");
            assert_eq!(told("hf", "cuda", &text), None, "{none}");
        }
        assert_eq!(told("hf", "cuda", "N/A (torch not installed)"), None);
    }

    #[test]
    fn a_run_on_the_processor_names_the_processor() {
        assert_eq!(told("hf", "cpu", TWO).as_deref(), Some("Xeon 5317"));
        assert_eq!(told("hf", "cpu", "CPU:\n"), None);
    }

    #[test]
    fn the_machine_that_only_asked_is_not_where_the_model_ran() {
        for asks in [
            "local-completions",
            "openai-chat-completions",
            "sglang-generate",
            "gguf",
            "hfx",
        ] {
            assert_eq!(told(asks, "cuda:0", TWO), None, "{asks}");
        }
    }
}
